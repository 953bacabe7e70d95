import { describe, expect, it } from "vitest";
import { configOf } from "../../drill/haproxy.ts";
import { judge } from "../../drill/judge.ts";
import { readCount } from "../../drill/load.ts";
import type { Request, Run, Scenario } from "../../drill/model.ts";
import { parseOptions } from "../../drill/options.ts";
import { writeText } from "../../drill/page.ts";
import { drawPicture } from "../../drill/picture.ts";
import { readLog, slotsOf, tallyOf } from "../../drill/requests.ts";

const plan = { rolls: 1, rate: 1, requests: 2, graceMs: 10_000 };
const scenario: Scenario = {
  id: "lissom-drain-die",
  onStop: "die",
  entry: { id: "lissom-drain", title: "lissom, drain", typed: "lissom", words: () => [], isClaimed: true },
};
const good: Request = { endMs: 1000, tookMs: 3, status: 200, ending: "--", retries: 0, path: "/" };
const cut: Request = { ...good, endMs: 1700, status: 502, ending: "SH" };
const replacement = { stopMs: 1000, endedMs: 1500, readyMs: 2500, wasKilled: false };
const killed = { ...replacement, wasKilled: true };
const other: Scenario = {
  ...scenario,
  id: "tini-die",
  entry: { ...scenario.entry, id: "tini", isClaimed: false },
};

const run = (requests: readonly Request[], load = { requests: requests.length, failed: 0 }): Run => ({
  scenario,
  startMs: 1000,
  requests,
  rolls: [[replacement, replacement, { ...replacement, readyMs: 4000 }]],
  load,
});

describe("the drill's balancer", () => {
  it("checks the health of every replica, closes their connections, and repeats no more than by default", () => {
    const config = configOf(8000, [8001, 8002], "/run/socket");
    expect(config).toContain("bind 127.0.0.1:8000\n");
    expect(config).toContain("server r0 127.0.0.1:8001 check\n  server r1 127.0.0.1:8002 check\n");
    expect(config).toContain("option http-server-close\n");
    expect(config).not.toMatch(/retries|redispatch|retry-on/);
  });
});

describe("the drill's count", () => {
  it("reads each request from HAProxy's log and passes over what it says about itself", () => {
    const log = [
      "Server replicas/r0 is DOWN, reason: Layer4 connection problem",
      "5000 2003 200 -- 0 r1 /slow",
      "6000 700 200 SD 0 r1 /stream",
      "6001 3005 503 SC +3 r2 /",
      "6002 0 503 SC 0 <NOSRV> /",
      "",
    ];
    expect(readLog(log.join("\n"))).toEqual([
      { endMs: 5000, tookMs: 2003, status: 200, ending: "--", retries: 0, path: "/slow" },
      { endMs: 6000, tookMs: 700, status: 200, ending: "SD", retries: 0, path: "/stream" },
      { endMs: 6001, tookMs: 3005, status: 503, ending: "SC", retries: 3, path: "/" },
      { endMs: 6002, tookMs: 0, status: 503, ending: "SC", retries: 0, path: "/" },
    ]);
  });

  it("takes every request without a whole answer of status 200 as failed", () => {
    const half: Request = { ...good, ending: "SD", path: "/stream" };
    const refused: Request = { ...good, status: 503, ending: "SC", retries: 3, tookMs: 3004 };
    const silent: Request = { ...good, status: -1, ending: "CD" };
    expect(tallyOf([good, cut, half, refused, silent])).toEqual({
      requests: 5,
      failed: 4,
      cut: 2,
      retried: 1,
      slow: 0,
    });
  });

  it("takes a good answer as slow from a second beyond what its path takes", () => {
    const took = (path: string, tookMs: number): Request => ({ ...good, path, tookMs });
    const prompt = [took("/", 999), took("/slow", 2999), took("/stream", 2999)];
    const slow = [took("/", 1000), took("/slow", 3000), took("/stream", 3000)];
    expect(tallyOf([...prompt, ...slow]).slow).toBe(3);
  });

  it("sorts requests into slots of time by their end", () => {
    const late: Request = { ...good, endMs: 2100, tookMs: 1100 };
    expect(slotsOf([good, cut, late], 1000, 500)).toEqual([
      { good: 1, slow: 0, failed: 0 },
      { good: 0, slow: 0, failed: 1 },
      { good: 0, slow: 1, failed: 0 },
    ]);
  });

  it("reads wrk's own figures, and says what wrk said where there are none", () => {
    const line = '{"answers":10,"badStatus":2,"connect":0,"read":3,"write":0}';
    expect(readCount(`Running 1m test\n${line}\n`)).toEqual({ requests: 13, failed: 5 });
    expect(() => readCount("unable to connect")).toThrow("unable to connect");
  });
});

describe("the drill's claim", () => {
  it("holds where enough requests were sent, none failed, none was sent again, and every replica was replaced", () => {
    const second = { ...scenario, id: "lissom-drain-finish" };
    const runs = [run([good, good]), { ...run([good, good]), scenario: second }];
    expect(judge(runs, plan, [scenario, second])).toEqual({
      holds: true,
      text: "lissom-drain-die and lissom-drain-finish: 0 failed of 4 requests",
    });
  });

  it.each<[string, Run, string]>([
    ["a request failed", run([good, cut], { requests: 2, failed: 1 }), "1 of 2 requests failed"],
    ["a request was sent again", run([good, { ...good, retries: 1 }]), "1 requests were sent again"],
    ["too few were sent", run([good]), "only 1 requests of 2"],
    [
      "wrk saw another",
      run([good, good], { requests: 3, failed: 1 }),
      "HAProxy counted 2 requests, of which 0 failed, and wrk 3, of which 1 failed",
    ],
    ["nothing was rolled", { ...run([good, good]), rolls: [] }, "0 rolls of all replicas instead of 1"],
    [
      "a roll left a replica out",
      { ...run([good, good]), rolls: [[replacement, replacement]] },
      "0 rolls of all replicas instead of 1",
    ],
    [
      "a replica was killed",
      { ...run([good, good]), rolls: [[replacement, killed, replacement]] },
      "1 replicas were killed",
    ],
  ])("does not hold where %s", (_, one, reason) => {
    const { holds, text } = judge([one], plan, [scenario]);
    expect(holds).toBe(false);
    expect(text).toContain(`lissom-drain-die: ${reason}`);
  });

  it("does not hold where one of the scenarios that make it was not played to its end", () => {
    const second = { ...scenario, id: "lissom-drain-finish" };
    expect(judge([run([good, good])], plan, [scenario, second])).toEqual({
      holds: false,
      text: "the claim does not hold: lissom-drain-finish: was not played to its end",
    });
    expect(judge([], plan, [scenario]).holds).toBe(false);
  });

  it("is not made for other inits", () => {
    expect(judge([{ ...run([cut]), scenario: other }], plan, [other]).holds).toBeNull();
  });
});

describe("the drill's report", () => {
  it("shows what was counted, who was killed, and how long a roll takes", () => {
    const one = { ...run([good, cut, good]), rolls: [[replacement, { ...killed, readyMs: 4000 }]] };
    const text = writeText([one], judge([], plan, []));
    expect(text).toMatch(/lissom, drain +dies +3 +1 +1 +0 +0 +1 of 2 +3\.0 s/);
  });

  it("draws failures and names their number, and no failure where there is none", () => {
    const path = (svg: string) => /<path class="failed" d="(.*)"\/>/.exec(svg)?.[1];
    const failed = drawPicture([run([good, cut])]);
    expect(path(failed)).toMatch(/^M/);
    expect(failed).toContain(">1 failed<");
    const whole = drawPicture([run([good])]);
    expect(path(whole)).toBe("");
    expect(whole).toContain(">0 failed<");
  });
});

describe("the drill's command line", () => {
  it("takes a quick run, a choice of scenarios and a folder", () => {
    const words = ["--quick", "--only", "a,b", "--out", "there"];
    expect(parseOptions(words, ["a", "b"])).toEqual({ quick: true, only: ["a", "b"], out: "there" });
  });

  it.each([["--fast"], ["--only"], ["--only", "c"], ["--out"]])("refuses %s %s and names it", (...words) => {
    expect(() => parseOptions(words, ["a", "b"])).toThrow(words.join(" "));
  });
});
