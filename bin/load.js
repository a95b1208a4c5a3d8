/**
 * Loads a bundle with what V8 compiled of it when it was built: that saves a quarter of a short command's time, and more than
 * half of the emitter's. (Node 22 has `module.enableCompileCache` for this, Node 20 does not.)
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** The command line. */
export const program = fileURLToPath(new URL("../dist/cli/main.cjs", import.meta.url));
/** What its process for ts-morph runs. */
export const emitter = fileURLToPath(new URL("../dist/cli/emitter.cjs", import.meta.url));

/** Bundles that were started in this process: `setup/code-cache.mjs` makes their caches. */
export const started = [];

/** Starts a bundle. A cache of another version of Node is passed over by V8. */
export function start(file) {
  const cache = `${file}.cache`;
  const script = new Script(`(function (require, __filename, loadRuntime) {${readFileSync(file, "utf8")}\n})`, {
    filename: file,
    cachedData: readIfThere(cache),
  });
  started.push({ script, cache });
  script.runInThisContext()(createRequire(file), file, () => import("../dist/src/runtime/tools.js"));
}

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
