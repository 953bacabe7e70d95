import { spawn } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { killAtExit, poll } from "./processes.ts";

/**
 * Returns HAProxy's configuration. Time limits are those of Debian's own haproxy.cfg and `retries` is left at its
 * default, since that is what people have; what is retried is logged and counted.
 *
 * @param socket path of the control socket
 */
export function configOf(port: number, replicaPorts: readonly number[], socket: string): string {
  const servers = replicaPorts.map((replica, index) => `  server r${index} 127.0.0.1:${replica} check`);
  return `global
  # Of two threads that write to the log at the same moment, one may give up.
  nbthread 1
  log stdout format raw local0
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  log global
  option dontlognull
  option http-server-close
  timeout connect 5s
  timeout client 50s
  timeout server 50s
  log-format "%[date(0,ms)] %Ta %ST %ts %rc %s %HP"
frontend front
  bind 127.0.0.1:${port}
  default_backend replicas
backend replicas
  option httpchk GET /health
  default-server inter 500ms fall 2 rise 2
${servers.join("\n")}
`;
}

/** A running HAProxy. */
export interface Balancer {
  /** Where it writes one line a request. */
  readonly logFile: string;
  /** Whether its last check of a replica was good and it sends requests there. */
  isUp(replica: number): Promise<boolean>;
  /** How many requests it has seen, and how many of them the replicas have now. */
  load(): Promise<{ total: number; current: number }>;
  kill(): Promise<void>;
}

/** Starts HAProxy in `folder`; resolves when it takes commands, and throws what it said where it does not. */
export async function startBalancer(
  program: string,
  folder: string,
  port: number,
  replicaPorts: readonly number[],
): Promise<Balancer> {
  const [config, socket, logFile] = ["haproxy.cfg", "haproxy.sock", "requests.log"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(config, configOf(port, replicaPorts, socket));
  const log = openSync(logFile, "a");
  const child = spawn(program, ["-db", "-f", config], { stdio: ["ignore", log, "pipe"] });
  closeSync(log);
  const forget = killAtExit(child);
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    complaint += chunk;
  });
  await poll("HAProxy to start", () => {
    if (child.exitCode !== null) throw new Error(`HAProxy did not start:\n${complaint}`);
    return readStatistics(socket).catch(() => undefined);
  });
  const row = async (name: string) =>
    (await readStatistics(socket)).find(({ svname }) => svname === name) ?? {};
  return {
    logFile,
    isUp: async (replica) => {
      const { status, check_status } = await row(`r${replica}`);
      return status === "UP" && check_status === "L7OK";
    },
    load: async () => {
      const [front, back] = await Promise.all([row("FRONTEND"), row("BACKEND")]);
      return { total: Number(front.req_tot), current: Number(back.scur) };
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
      forget();
    },
  };
}

/** Reads the table behind `show stat`, a record a row. */
async function readStatistics(socket: string): Promise<Record<string, string>[]> {
  const connection = connect(socket);
  connection.end("show stat\n");
  const [head = "", ...rows] = (await text(connection)).trim().split("\n");
  const names = head.replace(/^# /, "").split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((cell, at) => [names[at] ?? "", cell])));
}
