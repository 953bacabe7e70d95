import { describe, expect, test } from "vitest";
import { startContainer } from "../support/container.ts";
import { type Engine, offline } from "../support/engine.ts";
import { images } from "../support/images.ts";
import { startTerminalClient } from "../support/terminal-client.ts";

const interactive = ["run", "-it", "--rm", ...offline];

/** What the user of `run -t` sees. */
export function promiseTerminal(engineOf: () => Engine): void {
  describe("terminal", () => {
    test("^C typed into run -it interrupts the command, whose exit code comes back", async () => {
      const script = "trap 'echo got INT; exit 5' INT; echo ready; while :; do sleep 0.1; done";
      const client = startTerminalClient(engineOf(), [...interactive, images.native, "sh", "-c", script]);
      await client.waitForOutput("ready");
      client.type("\x03");
      expect(await client.exitCode()).toBe(5);
      expect(client.output).toContain("got INT");
    });

    test("an interactive shell has job control and no complaint about the terminal", async () => {
      const client = startTerminalClient(engineOf(), [...interactive, images.native, "sh", "-i"]);
      // The terminal echoes what is typed; only the command's own output lacks the quotes.
      client.type("sh -c 'echo run\"\"ning; exec sleep 1000'\r");
      await client.waitForOutput("running");
      client.type("\x1a");
      await client.waitForOutput("Stopped");
      // A shell with a stopped job refuses to exit, once.
      client.type("exit 6\rexit 7\r");
      expect(await client.exitCode()).toBe(7);
      expect(client.output).not.toMatch(/can't access tty|job control turned off/);
    });

    test("a change of the window's size reaches the command", async () => {
      const container = await startContainer(engineOf(), images.native, ["node", "/apps/window.js"], ["-t"]);
      await container.waitForOutput("window ");
      await container.exec("stty", "-F", "/dev/pts/0", "rows", "41", "columns", "123");
      await container.waitForOutput("window 41x123");
    });
  });
}
