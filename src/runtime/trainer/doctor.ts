import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { type EngineReport, listEngines } from "../engine/select.ts";
import { RunError } from "../error.ts";
import type { EngineName, Precision } from "../experiment.ts";
import { version } from "../version.ts";
import { openFfmpeg } from "../video/tools.ts";
import { openCompute } from "./open_compute.ts";

/** What `vcl doctor` tells of this machine. */
export interface DoctorFacts {
  readonly vcl: string;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly ffmpeg:
    | { readonly usable: true; readonly path: string; readonly version: string }
    | { readonly usable: false; readonly why: string; readonly help: string | undefined };
  /** In the order in which `auto` tries them. */
  readonly engines: readonly EngineReport[];
  /** The engine that `auto` takes; undefined where none works. */
  readonly auto: string | undefined;
}

/** Looks at the machine: starts ffmpeg once and tries to open every engine. */
export async function doctor(): Promise<DoctorFacts> {
  const engines = await listEngines();
  return {
    vcl: version,
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    ffmpeg: await ffmpegFacts(),
    engines,
    auto: engines.find(({ usable }) => usable)?.name,
  };
}

/** Whether an engine can be used here at this precision: what it would compute in. RunError (V0909) where not. */
export async function checkCompute(engine: EngineName, precision: Precision): Promise<Precision> {
  return (await openCompute({ engine, threads: undefined, precision })).precision;
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
