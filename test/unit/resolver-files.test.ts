import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../src/core/byte-writer.ts";
import { findHost } from "../../src/core/hosts-file.ts";
import { ADDRESS_SIZE } from "../../src/core/ip-address.ts";
import { type ResolverConfig, readResolverConfig } from "../../src/core/resolver-config.ts";
import { addressesOf } from "./support/addresses.ts";

function hostOf(text: string, name: string, room = 8): string[] {
  const bytes = Buffer.from(text, "latin1");
  const out = new ByteWriter(room * ADDRESS_SIZE);
  findHost(bytes, bytes.length, name, out);
  return addressesOf(out);
}

function configOf(text: string): ResolverConfig {
  const bytes = Buffer.from(text, "latin1");
  return readResolverConfig(bytes, bytes.length);
}

function candidates(text: string, host: string): string[] {
  const config = configOf(text);
  const all: string[] = [];
  for (let name = config.candidate(host, 0); name !== ""; name = config.candidate(host, all.length))
    all.push(name);
  return all;
}

const HOSTS = `# 10.9.9.9 consul
127.0.0.1\tlocalhost
::1 localhost ip6-localhost
  10.0.0.1   Consul.example.org consul  # the old one: 10.0.0.9 backup
10.0.0.2 backup#consul
fe80::1%eth0 consul
nonsense consul
10.0.0.3 consul consul
10.0.0.4`;

test("a host has the addresses of every line that names it, in the order of the file", () => {
  expect(hostOf(HOSTS, "consul")).toEqual(["10.0.0.1", "10.0.0.3"]);
  expect(hostOf(HOSTS, "localhost")).toEqual(["127.0.0.1", "::1"]);
  expect(hostOf(HOSTS, "CONSUL.EXAMPLE.ORG")).toEqual(["10.0.0.1"]);
});

test("what a comment says is no host, and neither is an address or a part of a name", () => {
  expect(hostOf(HOSTS, "backup")).toEqual(["10.0.0.2"]);
  for (const name of ["old", "10.0.0.1", "cons", "consul.example", "10.0.0.4", ""])
    expect(hostOf(HOSTS, name)).toEqual([]);
});

test("more addresses than there is room for are left out", () => {
  expect(hostOf(HOSTS, "consul", 1)).toEqual(["10.0.0.1"]);
});

test("nameservers, search domains and ndots are read", () => {
  const config = configOf(
    "nameserver 10.96.0.10\nsearch default.svc.cluster.local svc.cluster.local\noptions edns0 ndots:5 trust-ad\n",
  );
  expect(addressesOf(config.nameservers)).toEqual(["10.96.0.10"]);
  expect([config.search, config.ndots]).toEqual([["default.svc.cluster.local", "svc.cluster.local"], 5]);
});

test("the first three nameservers count, the last search or domain line, and comments do not", () => {
  const config = configOf(`; nameserver 10.0.0.1
# nameserver 10.0.0.2
nameserver fd00::53
nameserver nonsense
nameserver\t10.0.0.4 # the second
search a.example b.example
domain c.example
nameserver 10.0.0.5
nameserver 10.0.0.6`);
  expect(addressesOf(config.nameservers)).toEqual(["fd00::53", "10.0.0.4", "10.0.0.5"]);
  expect(config.search).toEqual(["c.example"]);
});

test("an empty file means the nameserver of this machine and no search", () => {
  const config = configOf("");
  expect([addressesOf(config.nameservers), config.search, config.ndots]).toEqual([["127.0.0.1"], [], 1]);
});

test.each([
  ["consul", 1, ["consul.a", "consul.b.c", "consul"]],
  ["consul.svc", 1, ["consul.svc", "consul.svc.a", "consul.svc.b.c"]],
  ["consul.svc", 2, ["consul.svc.a", "consul.svc.b.c", "consul.svc"]],
  ["consul", 0, ["consul", "consul.a", "consul.b.c"]],
  ["consul.", 5, ["consul."]],
])("%s is asked for as resolv.conf(5) says with ndots %i", (host, ndots, names) => {
  expect(candidates(`search a b.c\noptions ndots:${ndots}`, host)).toEqual(names);
});

test("without search domains a name is asked for as it is, and the root is no domain", () => {
  expect(candidates("", "consul")).toEqual(["consul"]);
  expect(candidates("search .", "consul")).toEqual(["consul"]);
});

test("ndots is at most 15", () => {
  expect(["15", "16", "99999999999", "x"].map((n) => configOf(`options ndots:${n}`).ndots)).toEqual([
    15, 15, 15, 15,
  ]);
});

test("no bytes at all break the readers, and the list of nameservers is never empty or cut", () => {
  const word = fc.constantFrom(
    "nameserver",
    "search",
    "options",
    "ndots:",
    "1",
    "10.0.0.1",
    "::1",
    " ",
    "\n",
    "#",
    "\0",
    "ÿ",
  );
  const text = fc.oneof(
    fc.array(word).map((words) => words.join("")),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (some) => {
      const { nameservers, ndots } = configOf(some);
      expect(nameservers.length % ADDRESS_SIZE).toBe(0);
      expect(nameservers.length).toBeGreaterThan(0);
      expect(ndots).toBeGreaterThanOrEqual(0);
      expect(hostOf(some, "1").length).toBeLessThanOrEqual(some.split("\n").length);
    }),
    { numRuns: 2000 },
  );
});
