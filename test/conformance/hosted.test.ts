import { bodies } from "../helpers/inits.ts";
import { conform } from "./conform.ts";

conform(bodies.hosted);
