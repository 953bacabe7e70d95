import { catatonitBehaviour } from "./cases/catatonit-behaviour.ts";
import { catatonitWords } from "./cases/catatonit-words.ts";
import { commandTrials } from "./cases/command.ts";
import { deliveryTrials } from "./cases/delivery.ts";
import { compare } from "./trial.ts";

compare("catatonit", [...catatonitWords, ...commandTrials, ...deliveryTrials, ...catatonitBehaviour]);
