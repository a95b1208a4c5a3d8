/** `vcl check`: mistakes, before they cost time. */
import { resolve } from "node:path";
import type { CheckResult } from "../language/checked.ts";
import { withoutAllowed } from "../language/diagnostics/allow.ts";
import { applyFixes } from "../language/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { jsonReport } from "../language/diagnostics/json.ts";
import { countOf } from "../language/diagnostics/render.ts";
import { plural } from "../language/diagnostics/words.ts";
import { checkFile, experimentsOf, helpOfFile } from "./checked-file.ts";
import type { CommandFile, Given } from "./commands.ts";
import { Diagnosed } from "./diagnosed.ts";
import { slashed } from "./disk-host.ts";
import { Problem, printProblem } from "./problem.ts";
import { hasErrors, report } from "./report.ts";
import { runPlaceOf } from "./run-folder.ts";
import { saveText } from "./save-text.ts";
import { addSourceOptions } from "./source-options.ts";
import { sourcePath } from "./source-path.ts";
import { quoted, shownPath } from "./terminal.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command
      .option("--files", "look at folders, split lists and the frame index too, as `vcl train` does")
      .option(
        "--conform",
        "also run the file's own components on small random input, and compare with what they declare",
      )
      .option("--fix", "apply the fixes that have one right answer, in the files named")
      .option("--pedantic", "give advice too")
      .option("--memory <GB>", "memory for a batch's activations, such as 2GB (default: half of this machine's)")
      .option("--json", "print the diagnostics for machines");
    addSourceOptions(command);
  },

  async run(given) {
    const diagnostics: Diagnostic[] = [];
    const unread: Problem[] = [];
    for (const word of given.words) {
      try {
        if (given.options.fix === true) fix(word, given);
        const found = await problemsOf(word, given);
        // Several files may import the same one.
        diagnostics.push(...found.filter((one) => !diagnostics.some((other) => isSame(one, other))));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        unread.push(error);
      }
    }
    const [problem, ...others] = unread;
    if (problem !== undefined && given.words.length === 1) throw problem;
    if (given.options.json === true) console.log(JSON.stringify(jsonReport(diagnostics, given.cwd), null, 2));
    else if (diagnostics.length > 0) report(diagnostics, process.stdout, given.cwd);
    else if (problem === undefined) console.log(`${given.words.join(", ")}: no problems`);
    for (const other of others) printProblem(other);
    if (problem !== undefined) throw problem;
    return hasErrors(diagnostics) ? 1 : 0;
  },

  moreHelp: helpOfFile,
};

async function problemsOf(word: string, given: Given): Promise<readonly Diagnostic[]> {
  const looksAtFiles = given.options.files === true;
  // Which files those are must be known then, so params without a value are errors.
  const result = checkFile(word, given, looksAtFiles);
  if (hasErrors(result.diagnostics)) return result.diagnostics;
  const told = await withSizes(result, given);
  const advice = given.options.pedantic === true ? await adviceOnMemory(result, given) : [];
  const problems = looksAtFiles ? await fileProblems(result, given) : [];
  const trials = given.options.conform === true ? await componentProblems(result, word, given) : [];
  return [...told, ...withoutAllowed([...advice, ...problems, ...trials], result.allowances)];
}

/** What the runtime knows of a finding, where there is one that it knows more of. */
async function withSizes(result: CheckResult, given: Given): Promise<readonly Diagnostic[]> {
  if (!result.diagnostics.some(({ code }) => code === "V0607")) return result.diagnostics;
  const { withUnreachedParameters } = await import("./unreached-parameters.ts");
  return withUnreachedParameters(result.diagnostics, experimentsOf(result, given), result, given.cwd);
}

async function adviceOnMemory(result: CheckResult, given: Given): Promise<readonly Diagnostic[]> {
  const { memoryAdvice } = await import("./memory-advice.ts");
  return memoryAdvice(experimentsOf(result, given), result, given);
}

/** Only loaded where it is asked for: it compiles the experiment and starts the runtime. */
async function fileProblems(result: CheckResult, given: Given): Promise<readonly Diagnostic[]> {
  const [{ compile }, { inspectFiles }, { checkCompute, wantsBfloat16 }] = await Promise.all([
    import("./compile.ts"),
    import("./inspect-files.ts"),
    import("./check-compute.ts"),
  ]);
  const found: Diagnostic[] = [];
  for (const experiment of experimentsOf(result, given)) {
    try {
      const program = await compile(experiment, result, { cwd: given.cwd, into: given.cwd });
      found.push(...(await inspectFiles(experiment, result, program, given.cwd, runPlaceOf(result.params, given))));
    } catch (error) {
      if (!(error instanceof Diagnosed)) throw error;
      found.push(...error.diagnostics);
    }
    if (wantsBfloat16(experiment)) found.push(...(await checkCompute(experiment, given)));
  }
  return found;
}

/** Only where it is asked for is code of the file's author run. */
async function componentProblems(result: CheckResult, word: string, given: Given): Promise<readonly Diagnostic[]> {
  const { conformProblems } = await import("./conform/report.ts");
  return conformProblems(result, sourcePath(word, given.cwd), given.cwd);
}

/**
 * Rounds, since a fix may have to wait for another one; each must make fewer problems. Only files that were named are changed:
 * what else they import may belong to others, or be right for them.
 */
function fix(word: string, given: Given): void {
  const named = new Set(given.words.map((each) => slashed(resolve(given.cwd, each))));
  for (let round = 0, before = Number.POSITIVE_INFINITY; round < 10; round++) {
    const { diagnostics } = checkFile(word, given, false);
    if (diagnostics.length >= before) return;
    before = diagnostics.length;
    const { texts, made, closed } = applyFixes(diagnostics, (path) => named.has(path));
    if (made === 0) {
      for (const [path, count] of closed) console.error(leftText(shownPath(path, given.cwd), count));
      return;
    }
    for (const [path, text] of texts) saveText(path, text, given.cwd);
    const files = [...texts.keys()].map((path) => shownPath(path, given.cwd)).join(", ");
    console.error(`fixed ${made} of ${countOf(diagnostics)} in ${files}`);
  }
}

function leftText(file: string, count: number): string {
  return `left ${plural(count, "fix", "fixes")} in ${file}, which was not named: vcl check ${quoted(file)} --fix`;
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  const place = ({ primary: { span } }: Diagnostic): string => `${span.file.path}:${span.start}:${span.end}`;
  return a.code === b.code && a.title === b.title && place(a) === place(b);
}
