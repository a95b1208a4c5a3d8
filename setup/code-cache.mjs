/** Loaded before a command (`node --import`): keeps what V8 compiled of the bundles that it starts, for `bin/load.js`. */
import { renameSync, writeFileSync } from "node:fs";
import { started } from "../bin/load.js";

process.on("exit", () => {
  for (const { script, cache } of started) {
    const temporary = `${cache}.${process.pid}`;
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, cache);
  }
});
