/** Runs one check and keeps what V8 compiled for it, for `bin/load.js`. */
import { renameSync, writeFileSync } from "node:fs";
import { cache, start } from "../bin/load.js";

process.argv.splice(2, process.argv.length, "check", "examples/ucf101.vcl");
const script = start();
process.on("exit", () => {
  const temporary = `${cache}.${process.pid}`;
  writeFileSync(temporary, script.createCachedData());
  renameSync(temporary, cache);
});
