#!/usr/bin/env node
/** Starts the command line, which the build puts into `dist/cli`. In a checkout that has not been built yet, builds it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { program, start } from "./load.js";

if (!existsSync(program)) {
  console.error("vcl is not built yet, so it is built now, once (npm run build)");
  // Its output goes to where messages go: standard output belongs to the command.
  const build = fileURLToPath(new URL("../setup/build.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [build], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}
start(program);
