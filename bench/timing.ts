import { Conversation } from "./conversation.ts";
import type { Context } from "./model.ts";

/**
 * Times every command once a round and returns a series of nanoseconds for each, in the order of the commands.
 * `pid1` runs each as PID 1 of a fresh namespace. Throws where a command ends with anything but 0.
 */
export async function timeCommands(
  context: Context,
  mode: "pid1" | "plain",
  rounds: number,
  commands: readonly (readonly string[])[],
): Promise<number[][]> {
  const words = commands.flatMap((command, index) => (index === 0 ? command : [";", ...command]));
  const series: number[][] = commands.map(() => []);
  // Warnings of peers that are not PID 1 would fill the screen.
  const timer = new Conversation([context.tool("startup"), mode, String(rounds), ...words], false);
  await timer.expect("done", (line) => {
    const [index, ns] = line.split(" ").map(Number);
    series[index as number]?.push(ns as number);
  });
  await timer.finish();
  return series;
}
