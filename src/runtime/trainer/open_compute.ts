import { selectEngine } from "../engine/select.ts";
import { RunError } from "../error.ts";
import type { Compute } from "./compute.ts";
import type { ComputeOptions } from "./machine.ts";

/**
 * Opens the engine that was asked for, at this precision; where bfloat16 cannot be used it computes in float32 instead. RunError
 * (V0909) where the engine does not work here, or knows float32 alone.
 */
export async function openCompute({ engine, threads, precision }: ComputeOptions): Promise<Compute> {
  const { name, device, threads: used, setPrecision, noBfloat16 } = await selectEngine(engine, { threads });
  if (setPrecision === undefined && precision !== "float32") {
    throw new RunError(`the engine ${name} computes in float32; this experiment wants ${precision}`, {
      code: "V0909",
      help: "precision: .float32, or `--engine native`, which knows both",
    });
  }
  const reason = noBfloat16 === undefined ? {} : { noBfloat16 };
  return { name, device, threads: used, precision: setPrecision?.(precision) ?? "float32", ...reason };
}

/** What else is said where a run that wants bfloat16 computes in float32 (V0911). */
export const float32Instead = {
  why: "the run computes in float32, which is slower than bfloat16 with the right instructions, and at least as exact",
  help: "precision: .float32",
} as const;
