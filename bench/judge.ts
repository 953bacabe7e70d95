import type { Init } from "./inits.ts";
import type { Verdict } from "./model.ts";
import { ratio } from "./stats.ts";

/** One figure an init, less being better. */
export type Figures = ReadonlyMap<Init, number>;

/** Returns lissom's native body and its figure, or null where it was not measured. */
export function oursOf(figures: Figures): { init: Init; value: number } | null {
  for (const [init, value] of figures) if (init.kind === "native") return { init, value };
  return null;
}

/** Returns the peer with the least figure, or null where no peer was measured. */
export function bestPeerOf(figures: Figures): { init: Init; value: number } | null {
  let best: { init: Init; value: number } | null = null;
  for (const [init, value] of figures) {
    if (init.kind === "peer" && (best === null || value < best.value)) best = { init, value };
  }
  return best;
}

/** Judges lissom's figure against a limit in its own unit. */
export function judgeLimit(
  bar: string,
  figures: Figures,
  limit: number,
  show: (value: number) => string,
): Verdict {
  const ours = oursOf(figures);
  if (ours === null) return { bar, met: null, detail: "lissom was not measured" };
  return { bar, met: ours.value <= limit, detail: show(ours.value) };
}

/** Judges lissom's figure against a share of the best peer's, plus what noise may add in the figure's unit. */
export function judgeShare(
  bar: string,
  figures: Figures,
  share: number,
  show: (value: number) => string,
  noise = 0,
): Verdict {
  const ours = oursOf(figures);
  const best = bestPeerOf(figures);
  if (ours === null || best === null) {
    return { bar, met: null, detail: ours === null ? "lissom was not measured" : "no peer was measured" };
  }
  const times = `${ratio(ours.value, best.value).toFixed(2)} of ${best.init.name}'s ${show(best.value)}`;
  const noiseText = noise > 0 ? `, noise ${show(noise)}` : "";
  return {
    bar,
    met: ours.value <= best.value * share + noise,
    detail: `${show(ours.value)}, ${times}${noiseText}`,
  };
}

/** Returns "0.42×", the figure in relation to the best peer's, or "" where there is none. */
export function timesBestPeer(figures: Figures, value: number): string {
  const best = bestPeerOf(figures);
  return best === null || best.value <= 0 ? "" : `${ratio(value, best.value).toFixed(2)}×`;
}

/** Returns the figures as bars of a panel, without the Node body, beside which all others would look alike. */
export function barsOf(figures: Figures): { init: Init; value: number }[] {
  return [...figures].filter(([init]) => init.kind !== "node").map(([init, value]) => ({ init, value }));
}
