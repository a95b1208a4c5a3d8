/** The engine `native`: a C++ addon, built where a compiler and oneDNN are found. vcl works without it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { captureAsync, onPath } from "./command.mjs";
import { say, timed } from "./console.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { root } from "./root.mjs";

const sources = join(root, "native");
const folder = join(sources, "build");
const addon = join(folder, "vcl_native.node");
const stamp = join(folder, ".fingerprint");

/** Builds the addon where its sources changed. Says what came of it; never fails. */
export async function buildNative() {
  const compiler = findCompiler();
  if (compiler === undefined || !hasOneDnn()) return;
  const now = fingerprint(root, ["native", "setup/native.mjs", "package-lock.json"], ["native/build"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8").startsWith(now)) {
    const failed = readFileSync(stamp, "utf8").slice(now.length);
    say("native", failed === "" ? "up to date" : "could not be built earlier; not tried again with these sources");
    return;
  }
  mkdirSync(folder, { recursive: true });
  rmSync(addon, { force: true });
  const { result, seconds } = await timed(() => compile(compiler));
  writeFileSync(stamp, result.ok ? now : `${now} failed`);
  if (result.ok) say("native", `built in ${seconds} s`);
  else say("native", `could not be built; vcl works without it, slower. The compiler says:\n${result.output}`);
}

/** Whether oneDNN's headers and library are where a compiler looks. */
export function hasOneDnn() {
  const prefixes = ["/usr", "/usr/local", "/opt/homebrew"];
  return prefixes.some((prefix) => existsSync(join(prefix, "include", "dnnl.hpp")));
}

function findCompiler() {
  if (process.platform !== "linux") return undefined;
  return process.env.CXX ?? ["g++", "clang++"].find(onPath);
}

async function compile(compiler) {
  let flags;
  try {
    flags = compilerFlags();
  } catch (error) {
    return { ok: false, output: error.message };
  }
  const files = readdirSync(sources).filter((name) => name.endsWith(".cc"));
  const objects = files.map((name) => join(folder, name.replace(".cc", ".o")));
  const jobs = files.map((name, i) => [...flags, "-c", join(sources, name), "-o", objects[i]]);
  const results = await inParallel(jobs, (args) => captureAsync(compiler, args));
  const failed = results.find(({ ok }) => !ok);
  if (failed) return failed;
  // Linked under another name first: a process that has the old one loaded keeps it.
  const fresh = `${addon}.new`;
  const linked = await captureAsync(compiler, ["-shared", "-fopenmp", ...objects, "-ldnnl", "-o", fresh]);
  if (linked.ok) renameSync(fresh, addon);
  for (const object of objects) rmSync(object, { force: true });
  return linked;
}

function compilerFlags() {
  const require = createRequire(import.meta.url);
  const napi = dirname(require.resolve("node-addon-api/package.json"));
  const headers = join(dirname(require.resolve("node-api-headers/package.json")), "include");
  // The instructions that every processor with AVX2 has; oneDNN chooses better ones itself, at run time.
  const processor = process.arch === "x64" ? ["-march=x86-64-v3"] : [];
  const defines = ["-DNAPI_CPP_EXCEPTIONS", "-DNAPI_VERSION=8"];
  return ["-std=c++17", "-O3", "-fPIC", "-fopenmp", ...processor, ...defines, `-I${headers}`, `-I${napi}`];
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
