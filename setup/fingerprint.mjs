/** Whether what was built still fits its sources: by content, so that a copied or checked-out tree is judged rightly. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** All that the build of the TypeScript reads. */
const sources = [
  "grammar",
  "src",
  "stdlib",
  "setup/build.mjs",
  "setup/bundle.mjs",
  "setup/code-cache.mjs",
  "bin",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/**
 * One text that changes when any source does, or Node: part of what is built is V8's own code. `except` lists folders among
 * the sources that are built, not written.
 */
export function fingerprint(root, paths = sources, except = []) {
  const hash = createHash("sha1").update(process.version);
  for (const path of paths) addTo(hash, root, path, except);
  return hash.digest("hex");
}

function addTo(hash, root, path, except) {
  if (except.includes(path)) return;
  const full = join(root, path);
  if (!existsSync(full)) return;
  const entries = readdirIfFolder(full);
  if (entries) for (const name of entries.sort()) addTo(hash, root, `${path}/${name}`, except);
  else hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
}

function readdirIfFolder(path) {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}
