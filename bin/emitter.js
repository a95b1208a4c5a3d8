/** The process that `src/cli/emitter.ts` starts. */
import { emitter, start } from "./load.js";

start(emitter);
