import { bestPeerOf } from "./judge.ts";
import type { Panel } from "./model.ts";
import { ratio } from "./stats.ts";

const COLUMNS = 2;
const PANEL_WIDTH = 440;
const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 30;
const GAP = 24;
const MARGIN = 16;
const LABEL_WIDTH = 78;
const BAR_WIDTH = 220;

/* The host page's colours are unknown, so that the picture brings its own ground for both schemes. */
const STYLE = `
  .ground { fill: #ffffff } .text { fill: #24292f } .quiet { fill: #57606a }
  .peer { fill: #9aa5b1 } .ours { fill: #0a7d5a } .axis { stroke: #d0d7de }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .peer { fill: #59636e } .ours { fill: #3fb98f } .axis { stroke: #3d444d }
  }
  text { font: 12px system-ui, sans-serif } .title { font-weight: 600 }`;

/** Returns an SVG of small panels, each with a bar an init from zero, its value and its ratio to the best peer. */
export function drawPlot(panels: readonly Panel[]): string {
  const rows: Panel[][] = [];
  for (let at = 0; at < panels.length; at += COLUMNS) rows.push(panels.slice(at, at + COLUMNS));
  const width = COLUMNS * PANEL_WIDTH + (COLUMNS - 1) * GAP + 2 * MARGIN;
  const parts: string[] = [];
  let top = MARGIN;
  for (const row of rows) {
    parts.push(...row.map((panel, column) => drawPanel(panel, MARGIN + column * (PANEL_WIDTH + GAP), top)));
    top += HEAD_HEIGHT + Math.max(...row.map((panel) => panel.bars.length)) * ROW_HEIGHT + GAP;
  }
  const height = top - GAP + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    "<title>lissom beside other container inits; less is better</title>",
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function drawPanel(panel: Panel, left: number, top: number): string {
  const figures = new Map(panel.bars.map((bar) => [bar.init, bar.value]));
  const best = bestPeerOf(figures);
  const most = Math.max(...figures.values());
  const bottom = top + HEAD_HEIGHT + panel.bars.length * ROW_HEIGHT;
  const axis = left + LABEL_WIDTH;
  const title = `<tspan class="title">${escapeXml(panel.title)}</tspan> <tspan class="quiet">${escapeXml(panel.unit)}</tspan>`;
  const lines = panel.bars.map(({ init, value }, index) => {
    const middle = top + HEAD_HEIGHT + index * ROW_HEIGHT + ROW_HEIGHT / 2;
    const length = most > 0 ? Math.max(1, (value / most) * BAR_WIDTH) : 1;
    const times =
      best === null ? "" : ` <tspan class="quiet">${ratio(value, best.value).toFixed(2)}×</tspan>`;
    return [
      `<text class="text" x="${axis - 6}" y="${middle + 4}" text-anchor="end">${escapeXml(init.name)}</text>`,
      `<rect class="${init.kind === "peer" ? "peer" : "ours"}" x="${axis}" y="${middle - 7}" width="${length.toFixed(1)}" height="14"/>`,
      `<text class="text" x="${(axis + length + 6).toFixed(1)}" y="${middle + 4}">${numberText(value)}${times}</text>`,
    ].join("\n");
  });
  const zero = `<line class="axis" x1="${axis}" y1="${top + HEAD_HEIGHT - 2}" x2="${axis}" y2="${bottom}"/>`;
  return [`<text class="text" x="${left}" y="${top + 14}">${title}</text>`, ...lines, zero].join("\n");
}

function numberText(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value.toFixed(value >= 10 ? 1 : 2);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
