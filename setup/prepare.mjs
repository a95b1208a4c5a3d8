/** What `npm start` and `npm test` need first: packages, system packages, the build. Each step does nothing where it is done. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { SetupError, say } from "./console.mjs";
import { buildNative } from "./native.mjs";
import { installPackages } from "./packages.mjs";
import { root } from "./root.mjs";
import { installSystemPackages } from "./system.mjs";

export async function prepare() {
  const start = performance.now();
  checkNode(process.versions.node);
  await installPackages();
  installSystemPackages();
  await build();
  await buildNative();
  say("ready", `after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** SetupError where Node is older than `package.json` asks for. */
export function checkNode(version) {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [ownMajor, ownMinor] = version.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new SetupError(`vcl needs Node ${major}.${minor} or later; this is ${version}. See https://nodejs.org`);
}
