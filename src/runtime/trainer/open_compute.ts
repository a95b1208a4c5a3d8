import { selectEngine } from "../engine/select.ts";
import { RunError } from "../error.ts";
import type { Compute } from "./compute.ts";
import type { ComputeOptions } from "./machine.ts";

/** Opens the engine that was asked for. RunError (V0909) where it does not work here, or not at this precision. */
export async function openCompute({ engine, threads, precision }: ComputeOptions): Promise<Compute> {
  const { name, device } = await selectEngine(engine, { threads });
  if (precision !== "float32") {
    throw new RunError(`the engine ${name} computes in float32; this experiment wants ${precision}`, {
      code: "V0909",
      help: "precision: .float32",
    });
  }
  return { name, device };
}
