/** What `npm start` and `npm test` need first: packages, system packages, the build. Each step does nothing where it is done. */
import { build } from "./build.mjs";
import { say } from "./console.mjs";
import { installPackages } from "./packages.mjs";
import { installSystemPackages } from "./system.mjs";

export async function prepare() {
  const start = performance.now();
  await installPackages();
  installSystemPackages();
  await build();
  say("ready", `after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
