/** How many random cases a property of the model tests tries; MODEL_RUNS sets it. */
export const runs = Number(process.env.MODEL_RUNS ?? 3000);

/** The seed of all random cases of this run; MODEL_SEED repeats a run. */
export const seed = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 0x7fffffff));

/** What a test prints, so that a failure on another machine can be repeated. */
export const howToRepeat = `repeat these cases with MODEL_SEED=${seed} MODEL_RUNS=${runs}`;
