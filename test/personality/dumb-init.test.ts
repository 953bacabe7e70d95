import { commandTrials } from "./cases/command.ts";
import { deliveryTrials } from "./cases/delivery.ts";
import { dumbInitBehaviour } from "./cases/dumb-init-behaviour.ts";
import { dumbInitWords } from "./cases/dumb-init-words.ts";
import { compare } from "./trial.ts";

compare("dumb-init", [...dumbInitWords, ...commandTrials, ...deliveryTrials, ...dumbInitBehaviour]);
