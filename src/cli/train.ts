/** `vcl train`: check, compile, run. */
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import { withoutAllowed } from "../language/diagnostics/allow.ts";
import { checkCompute } from "./check-compute.ts";
import { checkFile, chooseExperiment, helpOfFile } from "./checked-file.ts";
import type { CommandFile, Given } from "./commands.ts";
import { compile } from "./compile.ts";
import { componentFailure } from "./component-failure.ts";
import { Diagnosed } from "./diagnosed.ts";
import { endEmitter, startEmitter } from "./emitter.ts";
import { inspectFiles } from "./inspect-files.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { memoryAdvice } from "./memory-advice.ts";
import { type OwnComponent, ownComponents } from "./own-components.ts";
import { type ExitCode, Problem } from "./problem.ts";
import { linkRuntime, writeProgram } from "./program-folder.ts";
import { hasErrors, report } from "./report.ts";
import { resumeCommand } from "./resume-command.ts";
import { runPlaceOf } from "./run-folder.ts";
import { readRunOptions } from "./run-options.ts";
import { runtimeDiagnostic } from "./runtime-diagnostic.ts";
import { addSourceOptions } from "./source-options.ts";
import { quoted, shownPath } from "./terminal.ts";
import { keepYoungGeneration } from "./young-generation.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command
      .option("--out <folder>", "the run's folder (default: the param `out`, else runs/<experiment>)")
      .option("--resume [checkpoint]", "go on from a checkpoint, or from the newest one of the run's folder")
      .option("--engine <name>", "what computes: auto, gpu, native, node, wasm or cpu (default: auto)")
      .option("--threads <n>", "compute threads (default: this machine's cores)")
      .option("--precision <name>", "float32 or bfloat16 (default: the experiment's)")
      .option("--keep", "leave what `node experiment.mjs` needs in the run's folder")
      .option("--pedantic", "give advice too")
      .option("--memory <GB>", "with --pedantic: memory for a batch's activations (default: half of this machine's)");
    addSourceOptions(command);
  },

  async run(given) {
    keepYoungGeneration();
    const options = readRunOptions(given);
    const args = options.out === undefined ? given.args : withOut(options.out, given);
    const result = checkFile(given.words[0] ?? "", { ...given, args }, true);
    const experiment = chooseExperiment(result, given);
    return experiment === undefined ? 1 : train(experiment, result, given);
  },

  moreHelp: helpOfFile,
};

/** Where the file has a param `out`, `--out` is that param too: what the file derives from it follows. */
function withOut(out: string, given: Given): Given["args"] {
  const { params } = checkFile(given.words[0] ?? "", { ...given, args: [] }, false);
  return params.some(({ name }) => name === "out")
    ? [...given.args, { kind: "param", name: "out", text: out }]
    : given.args;
}

async function train(experiment: CheckedExperiment, result: CheckResult, given: Given): Promise<ExitCode> {
  const options = readRunOptions(given);
  startEmitter();
  const tools = await loadTools();
  const out = runPlaceOf(result.params, given).out ?? tools.defaultRunFolder(experiment.name);
  const program = await compile(experiment, result, { cwd: given.cwd, into: out });
  try {
    // Whether a checkpoint fits another experiment, the trainer judges.
    const folderToCome = options.resume === undefined ? runPlaceOf(result.params, given) : undefined;
    const advice = given.options.pedantic === true ? await memoryAdvice([experiment], result, given) : [];
    const found = [...advice, ...(await inspectFiles(experiment, result, program, out, folderToCome))];
    const problems = withoutAllowed(found, result.allowances);
    report(problems, process.stderr, given.cwd);
    if (hasErrors(problems)) return 1;
    report(await checkCompute(experiment, given), process.stderr, given.cwd);
    endEmitter();
    // Only now is an earlier run touched.
    const folder = await tools.openRunFolder({ out, resume: options.resume });
    const file = await writeProgram(program, folder.out);
    const unlink = await linkRuntime(folder.out);
    try {
      const done = await tools.runProgram(file, program.params, {
        ...options,
        out: folder.out,
        folder,
        inspect: "done",
        resumeCommand: resumeCommand(given),
      });
      return tools.exitCodeOf(done) === 130 ? 130 : 0;
    } finally {
      if (given.options.keep !== true) unlink();
    }
  } catch (error) {
    const diagnostic = runtimeDiagnostic(error, given);
    if (diagnostic) report([diagnostic], process.stderr, given.cwd);
    else throwOrExplain(error, ownComponents(experiment, result), tools);
    return 1;
  }
}

/** What a component of the user's own threw is shown as a diagnostic; everything else as the runtime explains it. */
function throwOrExplain(error: unknown, own: readonly OwnComponent[], tools: Tools): void {
  if (error instanceof Diagnosed || error instanceof Problem) throw error;
  const failure = componentFailure(error, own);
  if (failure) throw failure;
  console.error(tools.explainError(error).text);
  if (error instanceof Error && error.name !== "RunError" && own.length > 0) {
    const files = [...new Set(own.map(({ declaration }) => declaration.file.path))];
    const words = files.map((path) => quoted(shownPath(path, process.cwd())));
    console.error(`   help: if a component of your own is to blame: vcl check --conform ${words.join(" ")}`);
  }
}
