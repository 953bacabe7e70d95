import { poll } from "../../helpers/poll.ts";

/** Something that writes text for as long as it runs. */
export interface Writer {
  isRunning(): boolean | Promise<boolean>;
  /** All that it has written so far. */
  output(): string | Promise<string>;
}

/**
 * Waits until the writer has written the text. Fails when it has ended without, or when ten seconds have passed; the
 * error shows what was written instead.
 */
export async function waitForText(writer: Writer, text: string): Promise<void> {
  let output = "";
  // Asked first: what is written between the two questions must not be missed.
  const look = async () => {
    const isRunning = await writer.isRunning();
    output = await writer.output();
    if (!isRunning && !output.includes(text))
      throw new Error(`ended without writing ${JSON.stringify(text)}`);
    return output.includes(text);
  };
  try {
    await poll(`writing ${JSON.stringify(text)}`, look);
  } catch (error) {
    throw new Error(`${error}, but:\n${output}`, { cause: error });
  }
}
