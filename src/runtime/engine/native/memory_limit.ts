import { totalmem } from "node:os";
import { Unusable } from "../engine.ts";

const units: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30 };

/**
 * The most bytes that the engine's buffers may take: `VCL_MEMORY`, such as `6G` or `800M`, else nine tenths of what the
 * machine or its container has. Beyond that the system would end the process without a word.
 */
export function memoryLimit(
  given: string | undefined = process.env.VCL_MEMORY,
  machine = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
): number {
  if (given === undefined || given === "") return Math.floor(machine * 0.9);
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([MG])(?:i?B)?$/i.exec(given) ?? [];
  const bytes = Number(number) * (units[unit.toUpperCase()] ?? Number.NaN);
  if (bytes > 0) return Math.floor(bytes);
  throw new Unusable(`VCL_MEMORY is \`${given}\`, which is no size`, "VCL_MEMORY=6G, or 800M, or leave it unset");
}
