import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { physicalCores } from "../engine/cores.ts";
import { type EngineReport, listEngines, testEngine, wrongGradients } from "../engine/select.ts";
import type { SelfTest } from "../engine/self_test.ts";
import { RunError } from "../error.ts";
import type { EngineName, Precision } from "../experiment.ts";
import { version } from "../version.ts";
import { openFfmpeg } from "../video/tools.ts";
import type { Compute } from "./compute.ts";
import { openCompute } from "./open_compute.ts";

/** What `vcl doctor` tells of this machine. */
export interface DoctorFacts {
  readonly vcl: string;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  /** Cores that this process may compute on. */
  readonly cores: number;
  /** Processors as Node counts them: two threads of a core are two. */
  readonly processors: number;
  readonly memoryBytes: number;
  readonly ffmpeg:
    | { readonly usable: true; readonly path: string; readonly version: string }
    | { readonly usable: false; readonly why: string; readonly help: string | undefined };
  /** In the order in which `auto` tries them. */
  readonly engines: readonly TestedEngine[];
  /** The engine that `auto` takes; undefined where none works. */
  readonly auto: string | undefined;
}

/** An engine that opens has been tested as well; one whose gradients are wrong is not usable. */
export type TestedEngine = EngineReport & { readonly selfTest?: SelfTest };

/** Looks at the machine: starts ffmpeg once, and opens and tests every engine, which takes a second or two for each. */
export async function doctor(): Promise<DoctorFacts> {
  const engines = await testEngines();
  return {
    vcl: version,
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: physicalCores(),
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    ffmpeg: await ffmpegFacts(),
    engines,
    auto: engines.find(({ usable }) => usable)?.name,
  };
}

async function testEngines(): Promise<TestedEngine[]> {
  const tested: TestedEngine[] = [];
  for (const report of await listEngines()) tested.push(report.usable ? await test(report) : report);
  return tested;
}

async function test(report: EngineReport): Promise<TestedEngine> {
  const { name, what } = report;
  try {
    const selfTest = await testEngine(name);
    return selfTest.passed ? { ...report, selfTest } : { name, what, usable: false, why: wrongGradients, selfTest };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { name, what, usable: false, why: error.message, ...(error.help === undefined ? {} : { help: error.help }) };
  }
}

/** Whether an engine can be used here at this precision: how it would compute. RunError (V0909) where not. */
export async function checkCompute(engine: EngineName, precision: Precision): Promise<Compute> {
  return openCompute({ engine, threads: undefined, precision });
}

async function ffmpegFacts(): Promise<DoctorFacts["ffmpeg"]> {
  try {
    const { path, version: found } = await openFfmpeg();
    return { usable: true, path, version: found };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { usable: false, why: error.message, help: error.help };
  }
}
