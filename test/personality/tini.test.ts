import { commandTrials } from "./cases/command.ts";
import { deliveryTrials } from "./cases/delivery.ts";
import { tiniBehaviour } from "./cases/tini-behaviour.ts";
import { tiniWords } from "./cases/tini-words.ts";
import { compare } from "./trial.ts";

compare("tini", [...tiniWords, ...commandTrials, ...deliveryTrials, ...tiniBehaviour]);
