/** The engine `native`: a C++ addon, built where a compiler and oneDNN are found. vcl works without it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { captureAsync } from "./command.mjs";
import { say, timed } from "./console.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { root } from "./root.mjs";
import { compilerFlags, describeToolchain, findCompiler, findOneDnn, missingHeaders } from "./toolchain.mjs";

const failedMark = " failed";

/**
 * Builds the addon of the vcl in a folder where its sources changed, or what it is built with. Says what came of it; never
 * fails. A build that failed is not tried again with the same sources and tools.
 */
export async function buildNative({ folder = root, prefixes } = {}) {
  try {
    await buildWhereChanged(folder, prefixes);
  } catch (error) {
    say("native", `could not be built; vcl works without it, slower: ${error.message}`);
  }
}

async function buildWhereChanged(folder, prefixes) {
  const compiler = findCompiler();
  const onednn = findOneDnn(prefixes);
  if (compiler === undefined || onednn === undefined) return;
  const missing = missingHeaders(folder);
  if (missing.length > 0) {
    say(
      "native",
      `not built, as ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not installed: npm ci, then npm run build`,
    );
    return;
  }
  const build = join(folder, "native", "build");
  const addon = join(build, "vcl_native.node");
  const stamp = join(build, ".fingerprint");
  const now = keyOf(folder, compiler, onednn);
  const before = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (existsSync(addon) && before === `${now} ${hashOf(addon)}`) {
    say("native", "up to date");
    return;
  }
  if (before === now + failedMark) {
    say("native", "could not be built earlier; not tried again with these sources (unless native/build is removed)");
    return;
  }
  mkdirSync(build, { recursive: true });
  const { result, seconds } = await timed(() => compile(folder, compiler, compilerFlags(folder, onednn), addon));
  // One of other sources would be asked for kernels that it lacks.
  if (!result.ok) rmSync(addon, { force: true });
  writeFileSync(stamp, result.ok ? `${now} ${hashOf(addon)}` : now + failedMark);
  if (result.ok) say("native", `built in ${seconds} s`);
  else say("native", `could not be built; vcl works without it, slower. The compiler says:\n${result.output}`);
}

/** Tells a damaged file from what was built. */
function hashOf(file) {
  return createHash("sha1").update(readFileSync(file)).digest("hex");
}

/** Changes when a source, the compiler, oneDNN or Node's headers do. */
function keyOf(folder, compiler, onednn) {
  const sources = fingerprint(folder, ["native", "setup/native.mjs", "setup/toolchain.mjs"], ["native/build"]);
  return createHash("sha1")
    .update(sources)
    .update(describeToolchain(folder, compiler, onednn))
    .digest("hex");
}

async function compile(folder, [compiler, ...first], flags, addon) {
  const sources = join(folder, "native");
  const files = readdirSync(sources).filter((name) => name.endsWith(".cc"));
  const objects = files.map((name) => join(sources, "build", `${process.pid}-${name.replace(".cc", ".o")}`));
  const jobs = files.map((name, i) => [...first, ...flags.compile, "-c", join(sources, name), "-o", objects[i]]);
  try {
    const results = await inParallel(jobs, (args) => captureAsync(compiler, args));
    const failed = results.find(({ ok }) => !ok);
    if (failed) return failed;
    // Linked under another name first: a process that has the old one loaded keeps it.
    const fresh = `${addon}.${process.pid}`;
    const linked = await captureAsync(compiler, [...first, ...objects, ...flags.link, "-o", fresh]);
    if (linked.ok) renameSync(fresh, addon);
    return linked;
  } finally {
    for (const object of objects) rmSync(object, { force: true });
  }
}

async function inParallel(jobs, run) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const i = next++;
      results[i] = await run(jobs[i]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
