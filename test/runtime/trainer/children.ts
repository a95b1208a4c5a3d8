/** Programs in processes of their own, as `vcl emit` writes them but with the miniature experiment. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** A place for programs within the repository, where `node_modules` is found; call it at a test file's top, whose end removes it. */
export function programFolder(): () => Promise<string> {
  mkdirSync(join(repository, "dist"), { recursive: true });
  const folder = mkdtempSync(join(repository, "dist", "test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return async () => {
    await bundleRuntime(folder);
    return folder;
  };
}

/** `vcl.mjs`: what programs import. */
async function bundleRuntime(folder: string): Promise<void> {
  const entry = `
    export { runByHand, runProgram } from "./src/runtime/trainer/program.ts";
    export { explainError } from "./src/runtime/trainer/explain_error.ts";
    export { runExperiment } from "./src/runtime/trainer/run_experiment.ts";
    export { checkpoint } from "./src/runtime/hooks/checkpoint.ts";
    export { RunError } from "./src/runtime/error.ts";
    export * from "./test/runtime/trainer/tiny.ts";
    export { smallExperiment } from "./test/runtime/trainer/small_experiment.ts";`;
  await build({
    stdin: { contents: entry, resolveDir: repository },
    outfile: join(folder, "vcl.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
}

/** Writes `name.mjs` and a source map that makes its lines those of `tiny.vcl`. */
export function writeProgram(folder: string, name: string, text: string): string {
  const lines = text.split("\n");
  const mappings = lines.map((_, i) => (i === 0 ? "AAAA" : "AACA")).join(";");
  const map = { version: 3, file: `${name}.mjs`, sources: ["tiny.vcl"], names: [], mappings };
  writeFileSync(join(folder, `${name}.mjs.map`), JSON.stringify(map));
  writeFileSync(join(folder, `${name}.mjs`), `${text}\n//# sourceMappingURL=${name}.mjs.map\n`);
  return join(folder, `${name}.mjs`);
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the process has printed a line that matches. */
  seen(line: RegExp): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** With `group` the program leads a process group, as in a terminal: a signal can be sent to it and its children at once. */
export function start(program: string, args: readonly string[], cwd: string, group = false): Child {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    detached: group,
  });
  let stdout = "";
  let stderr = "";
  const waiting: { readonly line: RegExp; readonly resolve: () => void }[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const { line, resolve } of waiting) if (line.test(stdout)) resolve();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    seen: (line) =>
      Promise.race([
        new Promise<void>((resolve) => {
          if (line.test(stdout)) resolve();
          else waiting.push({ line, resolve });
        }),
        ended.then((end) => {
          throw new Error(`the program ended before it printed ${line}: ${JSON.stringify(end)}`);
        }),
      ]),
  };
}
