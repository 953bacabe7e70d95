/** What an application does on TERM: it closes its listener and finishes its requests, or it dies at once. */
export type OnStop = "finish" | "die";

/** A replica as the words that start it need it. */
export interface Spot {
  readonly port: number;
  /** As long as this file exists the replica's /health answers 503. */
  readonly unhealthyFile: string;
}

/** What is PID 1 of each replica. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  /** What the reader would type before the command. */
  readonly typed: string;
  /** The words before the application's, the first an absolute path. */
  words(spot: Spot): readonly string[];
  /** Whether the claim of no failed request is made for it. */
  readonly isClaimed: boolean;
}

/** One run: replicas of one kind of application with one PID 1. */
export interface Scenario {
  readonly id: string;
  readonly entry: Entry;
  readonly onStop: OnStop;
}

/** How much is done in each scenario. */
export interface Plan {
  readonly rolls: number;
  /** Requests a second. */
  readonly rate: number;
  /** Requests at least. */
  readonly requests: number;
  /** How long a stopped replica has before SIGKILL. */
  readonly graceMs: number;
}

/** One replica's stop and its successor's start; times in milliseconds since 1970. */
export interface Replacement {
  readonly stopMs: number;
  readonly endedMs: number;
  /** The successor is healthy and the balancer sends requests to it. */
  readonly readyMs: number;
  readonly wasKilled: boolean;
}

/** A request as HAProxy logged it. */
export interface Request {
  /** Milliseconds since 1970. */
  readonly endMs: number;
  readonly tookMs: number;
  /** The answer's status, -1 where there was none. */
  readonly status: number;
  /** HAProxy's two letters for how the session ended; "--" where all went well. */
  readonly ending: string;
  /** How often HAProxy tried to connect again. */
  readonly retries: number;
  readonly path: string;
}

/** What the load generator counted by itself. */
export interface LoadCount {
  readonly requests: number;
  readonly failed: number;
}

/** All that a scenario came to. */
export interface Run {
  readonly scenario: Scenario;
  readonly startMs: number;
  readonly requests: readonly Request[];
  /** By roll. */
  readonly rolls: readonly (readonly Replacement[])[];
  readonly load: LoadCount;
}
