/** A checked experiment as a program. Loads the compiler, which takes a while. */
import type { EmittedProgram } from "../compiler/emit.ts";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import { Diagnosed } from "./diagnosed.ts";
import { readText, slashed } from "./disk-host.ts";
import { Problem } from "./problem.ts";
import { shownPath } from "./terminal.ts";
import { unusableModules } from "./unusable-module.ts";
import { version } from "./version.ts";

export interface CompileOptions {
  readonly cwd: string;
  /** Folder in which the program will lie, absolute; without it the program is for reading. */
  readonly into?: string;
}

/** Problem where a param that numbers follow from is open, Diagnosed where a component's own module cannot be used. */
export async function compile(
  experiment: CheckedExperiment,
  result: CheckResult,
  { cwd, into }: CompileOptions,
): Promise<EmittedProgram> {
  const { emitProgram } = await import("../compiler/emit.ts");
  const emitted = emitProgram(experiment, {
    version,
    source: shownPath(experiment.file.path, cwd),
    params: result.params,
    readText,
    ...(into === undefined ? {} : { into: slashed(into) }),
  });
  if (emitted.kind === "program") return emitted;
  if (emitted.kind === "open") {
    const flags = emitted.params.map(({ name }) => `--${name}`);
    throw new Problem(`numbers of the program follow from ${flags.join(" and ")}, which has no value`, {
      help: `give it: ${flags.map((flag) => `${flag} …`).join(" ")}`,
    });
  }
  throw new Diagnosed(unusableModules(emitted, result, cwd));
}
