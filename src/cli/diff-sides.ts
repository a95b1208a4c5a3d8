/** The two sides of `vcl diff`: which file, and which arguments change it. */
import type { Argument, CheckedExperiment, CheckResult } from "../language/checked.ts";
import { checkFile, chooseExperiment, experimentsOf } from "./checked-file.ts";
import type { Given } from "./commands.ts";
import { Problem } from "./problem.ts";

export interface DiffSide {
  readonly given: Given;
  readonly result: CheckResult;
  readonly experiment: CheckedExperiment;
}

/**
 * Both sides, checked; undefined where one has errors, which are written to standard error. Arguments change both files; of
 * one file alone, the side after. `--a.fold 1` and `--b.optimizer.lr 0.1` change one side.
 */
export function diffSides(given: Given): readonly [DiffSide, DiffSide] | undefined {
  const [before = "", after] = given.words;
  if (after === undefined && given.args.length === 0) {
    throw new Problem("`vcl diff` needs two files, or one and what to change in it", {
      exitCode: 2,
      help: `vcl diff ${before} other.vcl\nvcl diff ${before} --set optimizer.lr=0.1`,
    });
  }
  const sides = [sideGiven(given, before, "a", after !== undefined), sideGiven(given, after ?? before, "b", true)].map(
    (side) => ({ given: side, result: checkFile(side.words[0] ?? "", side, false) }),
  );
  const names = sides.map(({ given: own, result }) => experimentsOf(result, own).map(({ name }) => name));
  const [left, right] = sides.map(({ given: own, result }, i) => {
    const errors = { ...result, diagnostics: result.diagnostics.filter(({ severity }) => severity === "error") };
    const experiment = chooseExperiment(errors, sameExperiment(own, names[i] ?? [], names[1 - i] ?? []));
    return experiment && { given: own, result, experiment };
  });
  return left && right && [left, right];
}

/** Of several experiments, the one that the other side has too, where that one is clear. */
function sameExperiment(given: Given, own: readonly string[], others: readonly string[]): Given {
  const [only, ...more] = others;
  if (own.length < 2 || only === undefined || more.length > 0 || !own.includes(only)) return given;
  return { ...given, options: { ...given.options, experiment: only } };
}

function sideGiven(given: Given, word: string, side: "a" | "b", shared: boolean): Given {
  const own = given.args.flatMap((argument) => argumentOf(argument, side, shared));
  const experiment = own.findLast(({ name, kind }) => kind === "param" && name === "experiment");
  return {
    ...given,
    words: [word],
    args: own.filter((each) => each !== experiment),
    options: experiment ? { ...given.options, experiment: experiment.text } : given.options,
  };
}

/** An argument without its side; none where it is about the other one. */
function argumentOf(argument: Argument, side: "a" | "b", shared: boolean): readonly Argument[] {
  const [, of, name = ""] = (argument.kind === "param" ? /^([ab])\.(.+)$/s.exec(argument.name) : null) ?? [];
  if (of === undefined) return shared ? [argument] : [];
  if (of !== side) return [];
  return [{ kind: name.includes(".") ? "set" : "param", name, text: argument.text }];
}
