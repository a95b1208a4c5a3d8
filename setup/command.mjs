/** Starting other programs. */
import { execFile, spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Runs a program whose output the user sees; no input. Gives its exit code, 1 where it could not be started. */
export function show(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
    // Ctrl-C in a terminal reaches the child too: it ends in its own way, and its exit code is ours.
    const wait = () => {};
    process.on("SIGINT", wait);
    const done = (code) => {
      process.off("SIGINT", wait);
      resolve(code);
    };
    child.on("error", () => done(1));
    child.on("close", (code, signal) => done(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/** Runs a program quietly: `{ ok, output }`, where `output` is all that it printed. */
export function capture(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    ...options,
  });
  return { ok: status === 0, output: error ? error.message : `${stdout}${stderr}`.trim() };
}

/** The same without blocking, for several at once. */
export function captureAsync(command, args) {
  return new Promise((resolve) => {
    execFile(command, args, { encoding: "utf8" }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: `${stdout}${stderr}`.trim() || (error?.message ?? "") });
    });
  });
}

/** Where a program lies on the PATH; undefined where it does not. Starts nothing. */
export function onPath(program) {
  const names = process.platform === "win32" ? [`${program}.exe`, program] : [program];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  }
  return undefined;
}
