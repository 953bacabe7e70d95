import { median } from "../bench/stats.ts";
import type { Run } from "./model.ts";
import { type Slot, slotsOf, tallyOf } from "./requests.ts";

const SLOT_MS = 500;
const MARGIN = 16;
const LABEL_WIDTH = 185;
const PLOT_WIDTH = 640;
const RESULT_WIDTH = 150;
const HEAD_HEIGHT = 44;
const LANE_HEIGHT = 62;
const BAR_HEIGHT = 34;
/* The height of a lane in usual slots. */
const ROOM = 1.4;
const AXIS_HEIGHT = 24;
const WIDTH = 2 * MARGIN + LABEL_WIDTH + PLOT_WIDTH + RESULT_WIDTH;

/* The host page's colours are unknown, so that the picture brings its own ground for both schemes. */
const STYLE = `
  .ground { fill: #ffffff } .text { fill: #24292f } .quiet { fill: #57606a }
  .good { fill: #b9c2cc } .ours { fill: #0a7d5a } .slow { fill: #d4a017 } .failed { fill: #cf222e }
  .stop { stroke: #57606a } .axis { stroke: #d0d7de }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .good { fill: #4a535e } .ours { fill: #3fb98f } .slow { fill: #d9a62e } .failed { fill: #ff6b60 }
    .stop { stroke: #9198a1 } .axis { stroke: #3d444d }
  }
  text { font: 12px system-ui, sans-serif } .title { font-weight: 600 } .stop { stroke-width: 2 }
  path { shape-rendering: crispEdges }`;

/** Returns an SVG with a lane a scenario: requests over time, what failed and what was slow, and each replacement. */
export function drawPicture(runs: readonly Run[]): string {
  const lanes = runs.map((run) => ({ run, slots: slotsOf(run.requests, run.startMs, SLOT_MS) }));
  const spanMs = Math.max(1, ...lanes.map(({ slots }) => slots.length)) * SLOT_MS;
  const sums = lanes.flatMap(({ slots }) => slots.map(sumOf));
  // What waits for a busy machine comes as a peak, which would make all else small; it is cut off instead.
  const most = sums.length === 0 ? 1 : ROOM * Math.max(1, median(sums));
  const bottom = MARGIN + HEAD_HEIGHT + runs.length * LANE_HEIGHT;
  const height = bottom + AXIS_HEIGHT + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    "<title>Requests over time during rolling updates, failed ones in red</title>",
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    drawHead(),
    ...lanes.map(({ run, slots }, at) =>
      drawLane(run, slots, MARGIN + HEAD_HEIGHT + at * LANE_HEIGHT, spanMs, most),
    ),
    drawAxis(bottom, spanMs),
    "</svg>\n",
  ].join("\n");
}

function drawHead(): string {
  const x = MARGIN + LABEL_WIDTH;
  const keys = [
    ["good", "answered"],
    ["slow", "a second or more late"],
    ["failed", "failed, also marked below"],
  ];
  return [
    `<text class="text title" x="${MARGIN}" y="${MARGIN + 12}">Requests over time while every replica is replaced</text>`,
    ...keys.map(
      ([name, text], at) =>
        `<rect class="${name}" x="${x + at * 170}" y="${MARGIN + 22}" width="10" height="10"/>` +
        `<text class="quiet" x="${x + at * 170 + 15}" y="${MARGIN + 31}">${text}</text>`,
    ),
    `<line class="stop" x1="${x + 520}" x2="${x + 540}" y1="${MARGIN + 27}" y2="${MARGIN + 27}"/>`,
    `<text class="quiet" x="${x + 546}" y="${MARGIN + 31}">a replica is replaced</text>`,
  ].join("\n");
}

function drawLane(run: Run, slots: readonly Slot[], top: number, spanMs: number, most: number): string {
  const left = MARGIN + LABEL_WIDTH;
  const base = top + BAR_HEIGHT;
  const { requests, failed, slow: late } = tallyOf(run.requests);
  const width = (SLOT_MS / spanMs) * PLOT_WIDTH;
  const bars = (heightOf: (slot: Slot) => number, fromOf: (slot: Slot) => number) =>
    slots
      .map((slot, at) => {
        const from = scaled(fromOf(slot));
        return box(left + at * width, base - from, width, from - scaled(fromOf(slot) + heightOf(slot)));
      })
      .join("");
  const scaled = (count: number) => Math.min(1, count / most) * BAR_HEIGHT;
  const marks = slots
    .map((slot, at) => (slot.failed > 0 ? box(left + at * width, base + 3, width, 7) : ""))
    .join("");
  const at = (timeMs: number) => (left + ((timeMs - run.startMs) / spanMs) * PLOT_WIDTH).toFixed(1);
  const stops = run.rolls.flat().map(({ stopMs, readyMs }, index) => {
    const y = base + 13 + (index % 3) * 3;
    return `M${at(stopMs)} ${y}H${at(readyMs)}`;
  });
  const onStop = run.scenario.onStop === "die" ? "dies on TERM" : "finishes on TERM";
  const x = left + PLOT_WIDTH + 10;
  return [
    `<text class="text title" x="${MARGIN}" y="${top + 16}">${run.scenario.entry.title}</text>`,
    `<text class="quiet" x="${MARGIN}" y="${top + 31}">application ${onStop}</text>`,
    `<path class="${run.scenario.entry.isClaimed ? "ours" : "good"}" d="${bars(
      ({ good }) => good,
      () => 0,
    )}"/>`,
    `<path class="slow" d="${bars(
      ({ slow }) => slow,
      ({ good }) => good,
    )}"/>`,
    `<path class="failed" d="${bars(
      ({ failed: lost }) => lost,
      ({ good, slow }) => good + slow,
    )}${marks}"/>`,
    `<path class="stop" d="${stops.join("")}"/>`,
    `<text class="${failed > 0 ? "failed" : "text"} title" x="${x}" y="${top + 16}">${failed.toLocaleString("en")} failed</text>`,
    `<text class="quiet" x="${x}" y="${top + 31}">of ${requests.toLocaleString("en")}, ${late.toLocaleString("en")} late</text>`,
  ].join("\n");
}

function drawAxis(top: number, spanMs: number): string {
  const left = MARGIN + LABEL_WIDTH;
  const parts = [`<line class="axis" x1="${left}" x2="${left + PLOT_WIDTH}" y1="${top}" y2="${top}"/>`];
  for (let second = 0; second * 1000 <= spanMs; second += 10) {
    const x = left + ((second * 1000) / spanMs) * PLOT_WIDTH;
    parts.push(
      `<text class="quiet" x="${x.toFixed(1)}" y="${top + 16}" text-anchor="middle">${second} s</text>`,
    );
  }
  return parts.join("\n");
}

/** A filled box as a part of a path, up from `y` where the height is negative; nothing where it has no height. */
function box(x: number, y: number, width: number, height: number): string {
  if (height === 0) return "";
  return `M${x.toFixed(1)} ${y.toFixed(1)}h${width.toFixed(2)}v${height.toFixed(2)}h${(-width).toFixed(2)}z`;
}

function sumOf({ good, slow, failed }: Slot): number {
  return good + slow + failed;
}
