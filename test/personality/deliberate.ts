/** A way in which lissom, called by another init's name, is not like that init on purpose. */
export interface Deliberate {
  /** The difference as a clause with lissom as its subject. */
  what: string;
  /** Why it is so. */
  reason: string;
}

/** Every deliberate difference; docs/migrating.md repeats each of them word by word, and a test holds it to that. */
export const deliberate = {
  optionsEnd: {
    what: "lissom stops reading options at the command",
    reason: "`tini ls -l` prints tini's licence instead of a list; no word of a command is taken away",
  },
  wholeLine: {
    what: "lissom reads all of its words before it acts on one",
    reason: "a mistake behind -h, or behind the first of two options, is still a mistake",
  },
  noShortening: {
    what: "lissom takes long options only in full",
    reason: "a shortened option changes its meaning when a new one comes",
  },
  versionAnywhere: {
    what: "lissom takes --version beside other options",
    reason: "it is an option like the others; tini knows it only as the single word",
  },
  strictNumbers: {
    what: "lissom refuses a value that is only half a number",
    reason: "an init must not start with half of what it was told",
  },
  emptyVerbosity: {
    what: "lissom takes an empty TINI_VERBOSITY for none",
    reason: "that is what an empty variable means elsewhere; tini takes it for 0 and hides its warning",
  },
  noWakeUps: {
    what: "lissom sleeps until something happens",
    reason: "tini wakes up once a second to look",
  },
  jobControl: {
    what: "lissom is suspended and resumed with the command by ^Z and fg",
    reason: "under tini the prompt does not come back, and under catatonit ^Z does nothing",
  },
  notDirectory: {
    what: "lissom exits with 127 where a part of the path is no folder",
    reason: "the command does not exist, and 127 says so; tini has no code for it and exits with 1",
  },
  chldIgnored: {
    what: "lissom works where SIGCHLD was left ignored",
    reason: "tini and catatonit never notice the command's end there and hang",
  },
  closedStdin: {
    what: "lissom runs the command also where stdin is closed",
    reason: "a command without a terminal needs no stdin; tini exits with 1",
  },
  oneMessagePlace: {
    what: "lissom prints help and version on stdout, and its log on stderr",
    reason: "what was asked for can be piped, and the log never mixes with the command's output",
  },
  namedSignals: {
    what: "lissom takes signals by name, and the real-time ones, in -r",
    reason: "a name is hard to get wrong, and RTMIN+3 is what systemd is stopped with",
  },
  ignoredSignals: {
    what: "lissom leaves ignored signals ignored",
    reason: "that is what nohup is made of; dumb-init sets all of them back",
  },
  ownGroup: {
    what: "lissom gives the command a group of its own also with -c",
    reason: "job control needs it; the signals go to the command alone, as -c promises",
  },
  noBlockedStops: {
    what: "lissom passes TSTP, TTIN and TTOU on, and blocks none of them in the command",
    reason: "catatonit does neither, so ^Z does nothing",
  },
  continues: {
    what: "lissom sends CONT behind TERM and INT",
    reason: "a command that is stopped could not act on them otherwise",
  },
  faultSignals: {
    what: "lissom passes on fault signals that a process has sent",
    reason: "sent with kill they end tini and catatonit, or are lost",
  },
} satisfies Record<string, Deliberate>;

export type Difference = keyof typeof deliberate;
