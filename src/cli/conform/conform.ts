/**
 * Whether a component keeps its declaration: it is built with random small options in a small program, run on random input,
 * and compared. The same mechanism tries the standard library in vcl's own tests.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import type { Emitted } from "../../compiler/emit.ts";
import { camelCase } from "../../compiler/plan/names.ts";
import { type Plan, planProgram } from "../../compiler/plan/plan.ts";
import { check } from "../../language/check.ts";
import type { CheckedExperiment, CheckResult } from "../../language/checked.ts";
import type { ComponentDeclaration } from "../../language/declarations/declaration.ts";
import type { Host } from "../../language/source/host.ts";
import type { Type } from "../../language/types/type.ts";
import { componentFailure } from "../component-failure.ts";
import { Diagnosed } from "../diagnosed.ts";
import { slashed } from "../disk-host.ts";
import { EmitterLost } from "../emitter.ts";
import { loadTools } from "../load-tools.ts";
import { linkRuntime } from "../program-folder.ts";
import { writeTrial } from "../trial-program.ts";
import { unusableModules } from "../unusable-module.ts";
import { type Broken, compare } from "./compare.ts";
import { promisedBy } from "./declared.ts";
import { randomOptions } from "./random-options.ts";
import { beside, type Surroundings, surroundingsOf } from "./surroundings.ts";

/** Options and sizes that were tried. */
const mostTrials = 6;
/** Drawn options may break the component's own conditions; so many are drawn in all. */
const mostDraws = 80;

export interface Verdict {
  /** How many programs were run. */
  readonly trials: number;
  /** What is broken, with the component as it was written and what went in. */
  readonly broken: readonly (Broken & { readonly tried: string })[];
  /** Why nothing could be tried: what stood in the way last. */
  readonly untried?: string;
}

export interface ConformOptions {
  readonly host: Host;
  readonly cwd: string;
  /** The file that declares it, absolute; undefined for the standard library. */
  readonly path: string | undefined;
  /** Makes the trials' programs. */
  readonly emit: (plan: Plan) => Promise<Emitted>;
}

/** Tries one component. Diagnosed where its module cannot be used, or where it throws. */
export async function conform(declaration: ComponentDeclaration, options: ConformOptions): Promise<Verdict> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "vcl-")));
  // Whoever makes files in a folder of its own leaves this one alone.
  writeFileSync(join(scratch, "somebody-elses.txt"), "");
  try {
    return await tryAll(declaration, options, slashed(scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function tryAll(declaration: ComponentDeclaration, options: ConformOptions, folder: string): Promise<Verdict> {
  const { stream } = await loadTools();
  let trials = 0;
  let untried = "no value can be made up for one of its fields";
  for (let draw = 0; draw < mostDraws && trials < mostTrials; draw++) {
    const random = stream("conform", declaration.name, draw);
    const around = surroundingsOf(declaration, importOf(options.path), random);
    const fields = randomOptions(declaration, around.fixed, { random, folder });
    if (fields === undefined) continue;
    const name = options.path === undefined ? declaration.name : `own.${declaration.name}`;
    const made = `${name} {${fields === "" ? "" : ` ${fields} `}}`;
    const checked = checkTrial(around.program(made), options);
    if ("refused" in checked) {
      untried = checked.refused;
      continue;
    }
    trials++;
    const tried = `${declaration.name} {${fields === "" ? "" : ` ${fields} `}}${intoText(declaration, around)}`;
    const broken = await runTrial(declaration, around, checked, options.emit, draw, tried);
    if (broken.length > 0) return { trials, broken: broken.map((each) => ({ ...each, tried })) };
  }
  return { trials, broken: [], ...(trials === 0 ? { untried } : {}) };
}

/** The trial lies beside the file. */
function importOf(path: string | undefined): string {
  return path === undefined ? "" : `import * as own from ${JSON.stringify(`./${posix.basename(path)}`)}`;
}

function intoText({ kind }: ComponentDeclaration, { sizes, classes }: Surroundings): string {
  if (kind === "head" || kind === "model" || kind === "transform") return ` on ${sizes.join(" × ")}`;
  return kind === "loss" || kind === "meter" ? ` on ${classes} classes` : "";
}

interface Checked {
  readonly experiment: CheckedExperiment;
  readonly result: CheckResult;
}

function checkTrial(text: string, { host, cwd, path }: ConformOptions): Checked | { readonly refused: string } {
  const file = `${path ?? `${cwd}/stdlib.vcl`}.trial.vcl`;
  const withTrial: Host = { ...host, readText: (each) => (each === file ? text : host.readText(each)) };
  const result = check(file, withTrial, { args: [], cwd, closed: false, pedantic: false });
  const [first] = result.diagnostics.filter(({ severity, code }) => severity === "error" && !beside.has(code));
  const [experiment] = result.experiments;
  if (first !== undefined || experiment === undefined)
    return { refused: first ? `${first.code} ${first.title}` : "no experiment" };
  return { experiment, result };
}

async function runTrial(
  declaration: ComponentDeclaration,
  around: Surroundings,
  { experiment, result }: Checked,
  emit: ConformOptions["emit"],
  seed: number,
  tried: string,
): Promise<readonly Broken[]> {
  const tools = await loadTools();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vcl-")));
  const own = [{ declaration, uses: [] }];
  try {
    const planned = planProgram(experiment, {
      version: "conform",
      source: "conform.vcl",
      params: result.params,
      into: slashed(folder),
    });
    if (planned.kind === "open") throw new Error("a trial has no params");
    const program = await emit(planned.plan);
    if (program.kind === "unusable") throw new Diagnosed(unusableModules(program, result, folder));
    await linkRuntime(folder);
    const file = await writeTrial(program, folder, folder, own);
    const recorder = recordedProgram(program.mjs, declaration, folder, file, tools.recorderText);
    const { sizes, scale } = around;
    const classes = classesOf(declaration, around, experiment, result);
    const takes = declaration.shapes.filter(({ direction }) => direction === "takes").map(({ type }) => type.meaning);
    const trial = { sizes, classes, scale, seed, takes, random: mayDraw(declaration), folder };
    const seen = await tools.observe(declaration.kind, file, program.params, recorder, trial);
    return compare(declaration, promisedBy(declaration, experiment, scale), seen);
  } catch (error) {
    // The component has no part in it.
    if (error instanceof EmitterLost) throw error;
    const failure = error instanceof Diagnosed ? error : componentFailure(error, own, tried);
    if (failure) throw failure;
    // What the component gave was of no use to whoever called it.
    return [unusable(declaration, error)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unusable({ node }: ComponentDeclaration, error: unknown): Broken {
  const { message, help } =
    error instanceof Error ? (error as Error & { help?: unknown }) : { message: String(error), help: undefined };
  return {
    title: "what it gives cannot be used",
    span: node.name.span,
    label: "",
    why: message.replace(/\s*\n\s*/g, " "),
    ...(typeof help === "string" ? { help } : {}),
  };
}

/** Those of the data set where that is what is tried. */
function classesOf(
  { kind }: ComponentDeclaration,
  { classes }: Surroundings,
  { phases }: CheckedExperiment,
  { evaluation }: CheckResult,
): number {
  const data = kind === "dataset" ? phases[0]?.data : undefined;
  const fact = data && evaluation.factOf(data, "classes");
  return fact?.kind === "number" ? fact.interval.low : classes;
}

/** Declared random, or told a range to draw from. */
function mayDraw({ kind, random, fields }: ComponentDeclaration): boolean {
  return random || (kind === "transform" && [...fields.values()].some(({ type }) => holdsRange(type)));
}

function holdsRange(type: Type): boolean {
  if (type.kind === "range") return true;
  return type.kind === "union" ? type.of.some(holdsRange) : type.kind === "optional" && holdsRange(type.of);
}

/** Puts a recorder between the program and the component's module; gives the recorder's path. */
function recordedProgram(
  mjs: string,
  { name, module }: ComponentDeclaration,
  folder: string,
  file: string,
  recorderText: (specifier: string, name: string) => string,
): string {
  const factory = camelCase(name);
  const line = mjs.split("\n").find((each) => each.startsWith("import ") && new RegExp(`\\b${factory}\\b`).test(each));
  const specifier = /from "([^"]+)"/.exec(line ?? "")?.[1];
  if (line === undefined || specifier === undefined) throw new Error(`the program imports nothing of ${module}`);
  const recorder = join(folder, "recorder.mjs");
  writeFileSync(recorder, recorderText(specifier, factory));
  // Others of the same module stay where they are.
  const named = /import \{ (.*) \}/.exec(line)?.[1]?.split(", ") ?? [];
  const mine = named.find((each) => each.split(" as ")[0] === factory) ?? factory;
  const others = named.filter((each) => each !== mine);
  const rest = others.length > 0 ? `import { ${others.join(", ")} } from "${specifier}"; ` : "";
  writeFileSync(
    file,
    mjs.replace(line, () => `${rest}import { ${mine} } from "./recorder.mjs";`),
  );
  return recorder;
}
