/** Takes the value of an option from the words behind it; throws the usage text where there is none. */
export function takeValue(option: string, rest: string[], usage: string): string {
  const value = rest.shift();
  if (value === undefined) throw new Error(`${option}: a value is missing\n${usage}`);
  return value;
}

/** Reads ids that are separated by commas; throws which there are where one is not `known`. `kind` is what they name. */
export function readIds(option: string, value: string, known: readonly string[], kind: string): string[] {
  const ids = value.split(",");
  const strange = ids.find((id) => !known.includes(id));
  if (strange === undefined) return ids;
  throw new Error(`${option} ${strange}: no such ${kind}: there are ${known.join(", ")}`);
}
