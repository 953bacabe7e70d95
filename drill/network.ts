import { spawnSync } from "node:child_process";

/** Where the balancer listens: the drill has a network of its own, so that these ports are free. */
export const PORT = 8000;
/** Where the replicas listen, one a port. */
export const REPLICA_PORTS: readonly number[] = [8001, 8002, 8003];

/** As root, or as anyone who may become root of a user namespace. */
const WAYS = [
  ["unshare", "--net"],
  ["unshare", "--user", "--map-root-user", "--net"],
];

/*
 * Loopback is down in a new network. A closed connection stays in its table for a minute; where each replica has a
 * network of its own, as in a container, its table holds about that many.
 */
const PREPARE = 'ip link set lo up && echo 20000 >/proc/sys/net/ipv4/tcp_max_tw_buckets && exec "$@"';

/** Finds out by trying which words run a command in a network of its own; undefined where none do. */
export function findNetwork(): string[] | undefined {
  const ways = WAYS.map((way) => [...way, "sh", "-c", PREPARE, "sh"]);
  return ways.find(
    ([program = "", ...words]) => spawnSync(program, [...words, "true"], { stdio: "ignore" }).status === 0,
  );
}
