import { describe, expect, it } from "vitest";
import type { Init } from "../../bench/inits.ts";
import { judgeLimit, judgeShare } from "../../bench/judge.ts";
import type { Measure, Result } from "../../bench/model.ts";
import { parseOptions } from "../../bench/options.ts";
import { drawPlot } from "../../bench/plot.ts";
import { writeReport } from "../../bench/report.ts";

const init = (name: string, kind: Init["kind"]): Init => ({
  name,
  kind,
  prefix: [`/bin/${name}`],
  subreaperPrefix: [`/bin/${name}`],
  file: null,
  version: "1.2.3",
});
const ours = init("lissom", "native");
const node = init("lissom (Node)", "node");
const quick = init("quick", "peer");
const slow = init("slow & <old>", "peer");
const show = (value: number) => `${value} ms`;

describe("a bar of the bench", () => {
  it("is met at its limit and not met beyond it", () => {
    expect(judgeLimit("bar", new Map([[ours, 64]]), 64, show).met).toBe(true);
    expect(judgeLimit("bar", new Map([[ours, 65]]), 64, show).met).toBe(false);
  });

  it("is measured against the best peer and never against lissom's other body", () => {
    const figures = new Map([
      [ours, 6],
      [node, 1],
      [quick, 10],
      [slow, 30],
    ]);
    expect(judgeShare("bar", figures, 0.5, show)).toMatchObject({
      met: false,
      detail: "6 ms, 0.60 of quick's 10 ms",
    });
    expect(judgeShare("bar", figures, 0.6, show).met).toBe(true);
    expect(judgeShare("bar", figures, 0.5, show, 1).met).toBe(true);
  });

  it("is left undecided where lissom or every peer is missing", () => {
    expect(judgeShare("bar", new Map([[quick, 1]]), 1, show).met).toBeNull();
    expect(judgeShare("bar", new Map([[ours, 1]]), 1, show).met).toBeNull();
    expect(judgeLimit("bar", new Map([[node, 1]]), 1, show).met).toBeNull();
  });
});

describe("the bench's report", () => {
  const measure: Measure = { id: "one", title: "One", unit: "ms", bar: "fast", run: () => Promise.reject() };
  const facts = {
    command: "npm run bench",
    inits: [ours],
    missing: ["slow: not installed"],
    seconds: 1,
    plot: "p.svg",
  };

  it("holds each verdict, each row, and what was left out", () => {
    const verdicts = [{ bar: "fast", met: false, detail: "6 ms" }];
    const result: Result = {
      columns: ["init", "ms"],
      rows: [["lissom", "6"]],
      verdicts,
      notes: ["A note."],
      panels: [],
    };
    const lines = writeReport([{ measure, result }], facts).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining(["| fast | not met | 6 ms |", "| lissom | 6 |", "- slow: not installed"]),
    );
  });

  it("says why a measure failed", () => {
    expect(writeReport([{ measure, result: "no strace" }], facts)).toContain("Not measured: no strace");
  });

  it("draws bars in proportion, escapes names, and tells ratios to the best peer", () => {
    const bars = [
      { init: ours, value: 5 },
      { init: quick, value: 10 },
      { init: slow, value: 20 },
    ];
    const svg = drawPlot([{ title: "Delay", unit: "ms", bars }]);
    const widths = [...svg.matchAll(/<rect class="(?:ours|peer)".* width="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    );
    expect(widths.map((width) => width / (widths[2] as number))).toEqual([0.25, 0.5, 1]);
    expect(svg).toContain("0.50×");
    expect(svg).toContain("slow &amp; &lt;old>");
  });
});

describe("the bench's command line", () => {
  it("takes a quick run, a choice of measures, rounds and a folder", () => {
    const words = ["--quick", "--only", "a,b", "--rounds", "7", "--out", "there"];
    expect(parseOptions(words, ["a", "b"])).toEqual({
      quick: true,
      only: ["a", "b"],
      rounds: 7,
      out: "there",
    });
  });

  it.each([
    ["--fast"],
    ["--only"],
    ["--only", "c"],
    ["--rounds", "0"],
    ["--rounds", "1.5"],
    ["--rounds", "many"],
  ])("refuses %s %s and names it", (...words) => {
    expect(() => parseOptions(words, ["a", "b"])).toThrow(words.join(" "));
  });
});
