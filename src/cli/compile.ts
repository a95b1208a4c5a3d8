/** A checked experiment as a program. */
import type { EmittedProgram } from "../compiler/emit.ts";
import { planProgram } from "../compiler/plan/plan.ts";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import { Diagnosed } from "./diagnosed.ts";
import { slashed } from "./disk-host.ts";
import { emitted } from "./emitter.ts";
import { Problem } from "./problem.ts";
import { shownPath } from "./terminal.ts";
import { unusableModules } from "./unusable-module.ts";
import { version } from "./version.ts";

export interface CompileOptions {
  readonly cwd: string;
  /** Folder in which the program will lie, absolute; without it the program is for reading. */
  readonly into?: string;
}

/**
 * Problem where a param that numbers follow from is open, or the emitter's process is lost; Diagnosed where a component's own
 * module cannot be used.
 */
export async function compile(
  experiment: CheckedExperiment,
  result: CheckResult,
  { cwd, into }: CompileOptions,
): Promise<EmittedProgram> {
  const planned = planProgram(experiment, {
    version,
    source: shownPath(experiment.file.path, cwd),
    params: result.params,
    ...(into === undefined ? {} : { into: slashed(into) }),
  });
  if (planned.kind === "open") {
    const flags = planned.params.map(({ name }) => `--${name}`);
    throw new Problem(`numbers of the program follow from ${flags.join(" and ")}, which has no value`, {
      help: `give it: ${flags.map((flag) => `${flag} …`).join(" ")}`,
    });
  }
  const program = await emitted(planned.plan);
  if (program.kind === "program") return program;
  throw new Diagnosed(unusableModules(program, result, cwd));
}
