/**
 * `npm run build`: TypeScript to `dist/`, the command line bundled into `dist/cli/`, and the engine `native` where it can be
 * built. Does nothing where nothing changed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { capture, show } from "./command.mjs";
import { main, SetupError, say, timed } from "./console.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { buildNative } from "./native.mjs";
import { root } from "./root.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".fingerprint");

/** Builds where sources are newer than what was built; SetupError where they have errors. */
export async function build() {
  const now = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) {
    say("build", "up to date");
    return;
  }
  if (!existsSync(join(root, "node_modules", "typescript"))) {
    throw new SetupError("the packages to build with are not installed: npm ci");
  }
  rmSync(stamp, { force: true });
  const { result: ok, seconds } = await timed(async () => {
    const [types, bundled] = await Promise.all([compile(), bundle()]);
    return types && bundled;
  });
  if (!ok) throw new SetupError("vcl could not be built; the errors stand above.");
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, now);
  say("build", `done in ${seconds} s`);
}

async function compile() {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const info = join(dist, "build.tsbuildinfo");
  return (await show(process.execPath, [tsc, "--tsBuildInfoFile", info], { cwd: root })) === 0;
}

async function bundle() {
  const { bundleCommandLine } = await import("./bundle.mjs");
  if (!(await bundleCommandLine(join(dist, "cli")))) return false;
  // The shortest command that starts both bundles: options of Node reach the emitter's process too.
  const keeping = ["--import", new URL("code-cache.mjs", import.meta.url).href];
  const emit = [join(root, "bin", "vcl.js"), "emit", "examples/ucf101.vcl"];
  const { ok, output } = capture(process.execPath, [...keeping, ...emit], { cwd: root });
  if (!ok) console.error(output);
  // The command may end before the emitter's process has written its cache; `capture` waits for both, as they share an output.
  return ok && ["main", "emitter"].every((name) => existsSync(join(dist, "cli", `${name}.cjs.cache`)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    await buildNative();
  });
}
