/** `vcl bench step`: how long a step of an experiment takes on this machine, and how long its convolutions alone. */
import type { CheckedExperiment, CheckedPhase, CheckResult } from "../language/checked.ts";
import { plural } from "../language/diagnostics/words.ts";
import { isExact } from "../language/dims/interval.ts";
import { numberField } from "../language/shapes/phase-numbers.ts";
import { checkFile, chooseExperiment, helpOfFile } from "./checked-file.ts";
import type { CommandFile, Given } from "./commands.ts";
import { compile } from "./compile.ts";
import { endEmitter } from "./emitter.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { ownComponents } from "./own-components.ts";
import { Problem } from "./problem.ts";
import { type ClipExtent, extentOf } from "./run-extent.ts";
import { readRunOptions } from "./run-options.ts";
import { addSourceOptions } from "./source-options.ts";
import { tryProgram } from "./trial-program.ts";
import { keepYoungGeneration } from "./young-generation.ts";

type StepBench = Awaited<ReturnType<Tools["benchProgram"]>>;

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command
      .option("--phase <name>", "which phase's clips and batch (default: the one that trains)")
      .option("--steps <n>", "steps to time", "7")
      .option("--engine <name>", "what computes: auto, gpu, native, node, wasm or cpu (default: auto)")
      .option("--threads <n>", "compute threads (default: this machine's cores)")
      .option("--precision <name>", "float32 or bfloat16 (default: the experiment's)")
      .option("--json", "print the figures for machines");
    addSourceOptions(command);
  },

  async run(given) {
    keepYoungGeneration();
    const [what = "", ...words] = given.words;
    if (what !== "step") {
      throw new Problem(`\`vcl bench\` times steps, not \`${what}\``, { exitCode: 2, help: "vcl bench step exp.vcl" });
    }
    const asked = { ...given, words };
    const result = checkFile(words[0] ?? "", asked, false);
    const experiment = chooseExperiment(result, asked);
    if (experiment === undefined) return 1;
    const phase = phaseOf(experiment, given);
    const batch = batchOf(phase, result);
    const figures = await time(experiment, result, given, phase, batch);
    if (given.options.json === true) {
      const { engine, precision, ...rest } = figures;
      console.log(JSON.stringify({ engine, precision, phase: phase.name, batch: batch[0], ...rest }));
    } else {
      process.stdout.write(textOf(experiment.name, phase.name, batch, figures));
    }
    return 0;
  },

  moreHelp: (given) => helpOfFile({ ...given, words: given.words.slice(1) }),
};

/** N x T x H x W x C. */
type BatchShape = readonly [number, ...ClipExtent["clip"], number];

async function time(
  experiment: CheckedExperiment,
  result: CheckResult,
  given: Given,
  { role }: CheckedPhase,
  batch: BatchShape,
): Promise<StepBench> {
  const { engine = "auto", threads, precision } = readRunOptions(given);
  const options = { engine, threads, precision, trains: role === "train", batch, steps: stepsOf(given) };
  const [program, tools] = await Promise.all([
    compile(experiment, result, { cwd: given.cwd, into: given.cwd }),
    loadTools(),
  ]);
  endEmitter();
  return tryProgram(program, given.cwd, ownComponents(experiment, result), (file) =>
    tools.benchProgram(file, program.params, options),
  );
}

function phaseOf({ phases }: CheckedExperiment, { options }: Given): CheckedPhase {
  const names = phases.map(({ name }) => name);
  const found =
    options.phase === undefined
      ? (phases.find(({ role }) => role === "train") ?? phases[0])
      : phases.find(({ name }) => name === options.phase);
  if (found !== undefined) return found;
  throw new Problem(`there is no phase \`${String(options.phase)}\``, { help: `phases: ${names.join(", ")}` });
}

/** A full batch of the phase's clips, of the first of the data set's frame sizes; of the largest where the size is drawn. */
function batchOf({ name, runs, data }: CheckedPhase, { evaluation }: CheckResult): BatchShape {
  const batch = numberField(data, "batch", evaluation);
  const clip = runs[0]?.clip;
  const extent = runs[0] && extentOf(runs[0]);
  const channels = clip?.dims[0]?.size;
  if (batch === undefined || !isExact(batch) || extent === undefined || channels === undefined || !isExact(channels)) {
    throw new Problem(`the size of a batch of ${name} is not known: it follows from a param without a value`, {
      help: "give the file's params, which `vcl bench step exp.vcl --help` lists",
    });
  }
  return [batch.low, ...extent.clip, channels.low];
}

function stepsOf({ options }: Given): number {
  const text = String(options.steps);
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new Problem(`--steps ${text}: a whole number from 1 on is wanted`, { exitCode: 2 });
}

function textOf(experiment: string, phase: string, shape: BatchShape, figures: StepBench): string {
  const [batch, frames, rows, columns, channels] = shape;
  const { engine, precision, threads, seconds, median, min, floor, gflop } = figures;
  const clips = `${batch} clips of ${channels} × ${frames} × ${rows} × ${columns}`;
  const cores = plural(threads, "thread");
  const steps = plural(seconds.length, "step");
  const lines = [
    `${experiment}, ${phase}: ${clips} on ${engine} in ${precision}, ${cores}`,
    `step    ${span(median)}, median of ${steps}; the fastest ${span(min)}`,
    `floor   ${span(floor)}, its convolutions alone; the step takes ${(median / floor).toFixed(2)} times that`,
    `speed   ${rate(gflop / median)} over the step, ${rate(gflop / floor)} over the floor`,
    `memory  ${figures.peak_rss_mib} MiB at most, ${figures.parameters.toLocaleString("en")} parameters`,
  ];
  return `${lines.join("\n")}\n`;
}

function rate(gflops: number): string {
  return `${gflops < 100 ? gflops.toPrecision(3) : gflops.toFixed(0)} GFLOP/s`;
}

function span(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}
