import { readFileSync } from "node:fs";

/** What set-up's compiler may use (x86-64-v3), by its names in /proc/cpuinfo and on a processor's box. */
const wanted: Readonly<Record<string, string>> = {
  avx2: "AVX2",
  fma: "FMA",
  bmi1: "BMI1",
  bmi2: "BMI2",
  f16c: "F16C",
  movbe: "MOVBE",
  abm: "LZCNT",
};

/**
 * Instructions that the addon is built for and this processor lacks: to be asked before it is loaded, since its first
 * instruction may be one of them. Empty where the system does not tell.
 */
export function lackingInstructions(architecture: string = process.arch, cpuinfo: string = readCpuinfo()): string[] {
  const [, flags] = /^flags\s*:(.*)$/m.exec(cpuinfo) ?? [];
  if (architecture !== "x64" || flags === undefined) return [];
  const has = new Set(flags.trim().split(/\s+/));
  return Object.keys(wanted).flatMap((flag) => (has.has(flag) ? [] : [wanted[flag] ?? flag]));
}

function readCpuinfo(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}
