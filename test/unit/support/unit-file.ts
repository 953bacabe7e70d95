/** The values of one section, by key, each in the order of the file. */
export type Section = Record<string, string[]>;

/**
 * Reads a unit file of systemd or a quadlet of Podman: systemd.syntax(7).
 * @throws where a line is neither a section, nor an assignment, nor a comment
 */
export function parseUnit(text: string): Record<string, Section> {
  const sections: Record<string, Section> = {};
  let section: Section | undefined;
  for (const line of text.replaceAll("\\\n", " ").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) section = sections[name] = {};
    else if (section === undefined || key === undefined || value === undefined)
      throw new Error(`not of a unit: ${line}`);
    else section[key] = [...(section[key] ?? []), value];
  }
  return sections;
}

/** The one value of a key. @throws where there is none, or another */
export function only(section: Section | undefined, key: string): string {
  const [value, another] = section?.[key] ?? [];
  if (value === undefined || another !== undefined) throw new Error(`not written once: ${key}`);
  return value;
}

/** The variables of Environment= lines that have one assignment each, in double quotes where it has blanks. */
export function environmentOf(section: Section | undefined): Record<string, string> {
  const assignments = (section?.["Environment"] ?? []).map((line) => {
    const [, quoted, bare] = /^(?:"([^"\\]*)"|([^"\\\s]*))$/.exec(line) ?? [];
    const [, name, value] = /^(\w+)=(.*)$/.exec(quoted ?? bare ?? "") ?? [];
    if (name === undefined || value === undefined) throw new Error(`not one assignment: ${line}`);
    return [name, value];
  });
  return Object.fromEntries(assignments);
}
