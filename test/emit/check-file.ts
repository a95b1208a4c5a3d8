/** The front end over files in memory, for tests of what comes after it. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type Emitted, type EmittedProgram, emitProgram } from "../../src/compiler/emit.ts";
import { type Planned, planProgram } from "../../src/compiler/plan/plan.ts";
import { check } from "../../src/language/check.ts";
import type { Argument, CheckResult } from "../../src/language/checked.ts";
import type { Host } from "../../src/language/source/host.ts";
import type { SourceFile } from "../../src/language/source/source-file.ts";

/** Texts by their path, relative to `/experiments`. */
export type Files = { readonly [path: string]: string };

export const folder = "/experiments";

const library = fileURLToPath(new URL("../../stdlib", import.meta.url));

export const stdlib: readonly SourceFile[] = readdirSync(library, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".vcl"))
  .sort()
  .map((name) => ({ path: `stdlib/${name}`, text: readFileSync(`${library}/${name}`, "utf8"), origin: "stdlib" }));

export function hostOf(files: Files): Host {
  return {
    readText: (path) => files[posix.relative(folder, path)],
    list: () => Object.keys(files),
    stdlib: () => stdlib,
    resolve: (from, specifier) => posix.resolve(posix.dirname(from), specifier),
  };
}

/** `"--fold 2"` is a param's flag, `"train.clip=32 frames"` a `--set`. */
export function checkFiles(files: Files, main: string, args: readonly string[] = []): CheckResult {
  const parsed = args.map((arg): Argument => {
    const [, flag, text = ""] = /^--(\w+) (.*)$/.exec(arg) ?? [];
    if (flag !== undefined) return { kind: "param", name: flag, text };
    const at = arg.indexOf("=");
    return { kind: "set", name: arg.slice(0, at), text: arg.slice(at + 1) };
  });
  return check(posix.join(folder, main), hostOf(files), { args: parsed, closed: false, cwd: "/here", pedantic: false });
}

/** The program of a file's only experiment, as it would lie in `/experiments/runs/it`; throws where the file has errors. */
export function emitFiles(
  files: Files,
  main: string,
  args: readonly string[] = [],
): Emitted | Extract<Planned, { kind: "open" }> {
  const { experiments, diagnostics, params } = checkFiles(files, main, args);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const texts = errors.map(
      ({ code, title, primary }) =>
        `${code} ${title}: ${primary.span.file.text.slice(primary.span.start, primary.span.end)}`,
    );
    throw new Error(texts.join("\n"));
  }
  const [experiment] = experiments;
  if (!experiment) throw new Error(`${main} has no experiment`);
  const planned = planProgram(experiment, {
    version: "0.1.0",
    source: main,
    params,
    into: posix.join(folder, "runs/it"),
  });
  if (planned.kind === "open") return planned;
  // As another process gets it.
  const plan = structuredClone(planned.plan);
  return emitProgram(plan, (path) => files[posix.relative(folder, path)]);
}

export function programOf(files: Files, main: string, args: readonly string[] = []): EmittedProgram {
  const emitted = emitFiles(files, main, args);
  if (emitted.kind !== "program") throw new Error(`no program: ${emitted.kind}`);
  return emitted;
}
