/** Programs for trials, made in the test's own process. */
import { readText } from "../../src/cli/disk-host.ts";
import { type Emitted, emitProgram } from "../../src/compiler/emit.ts";
import type { Plan } from "../../src/compiler/plan/plan.ts";

export async function emit(plan: Plan): Promise<Emitted> {
  return emitProgram(plan, readText);
}
