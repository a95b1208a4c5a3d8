/** One `.vcl` file, checked: what most commands start from. */
import { check } from "../language/check.ts";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import type { Given } from "./commands.ts";
import { diskHost } from "./disk-host.ts";
import { paramsHelp } from "./params-help.ts";
import { Problem } from "./problem.ts";
import { hasErrors, report } from "./report.ts";
import { sourcePath } from "./source-path.ts";
import { shownPath } from "./terminal.ts";

/** Checks the file called `word`. With `closed`, params without a value are errors. Problem where it cannot be read. */
export function checkFile(word: string, given: Given, closed: boolean): CheckResult {
  const { args, cwd, options } = given;
  return check(sourcePath(word, cwd), diskHost(), {
    args,
    cwd,
    closed,
    pedantic: options.pedantic === true,
    ...(typeof options.experiment === "string" ? { experiment: options.experiment } : {}),
  });
}

/**
 * The one experiment that a command is about, after its diagnostics were written to standard error. Undefined where they
 * are errors. Problem where there is no experiment, or several and none was chosen.
 */
export function chooseExperiment(result: CheckResult, given: Given): CheckedExperiment | undefined {
  report(result.diagnostics, process.stderr, given.cwd);
  if (hasErrors(result.diagnostics)) return undefined;
  const word = given.words[0] ?? "";
  const [first, ...others] = experimentsOf(result, given);
  if (first === undefined) {
    throw new Problem(`${word} declares no experiment`, { help: "experiment name { phases: [train, test], … }" });
  }
  if (others.length > 0) {
    const names = result.experiments.map(({ name }) => name);
    throw new Problem(`${word} has several experiments: ${names.join(", ")}`, {
      exitCode: 2,
      help: `choose one: --experiment ${first.name}`,
    });
  }
  return first;
}

/** Those of the file, or the one that `--experiment` names. */
export function experimentsOf({ experiments }: CheckResult, { options }: Given): readonly CheckedExperiment[] {
  return experiments.filter(({ name }) => options.experiment === undefined || name === options.experiment);
}

/** For `--help` behind a file: its params. Nothing without a file; a file with mistakes shows what can be read of it. */
export async function helpOfFile(given: Given): Promise<string> {
  const [word] = given.words;
  if (word === undefined) return "";
  const { params } = checkFile(word, { ...given, args: [] }, false);
  return paramsHelp(shownPath(word, given.cwd), params, process.stdout.columns ?? 100);
}
