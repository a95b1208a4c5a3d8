/** Whether this machine can compute what an experiment wants: its engine and its precision. */
import type { CheckedExperiment } from "../language/checked.ts";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { Span } from "../language/source/source-file.ts";
import type { Given } from "./commands.ts";
import { loadTools } from "./load-tools.ts";
import { optionPlace } from "./option-place.ts";
import { readRunOptions } from "./run-options.ts";

/** V0911 where bfloat16 is wanted in vain. The runtime's RunError (V0909) where the engine cannot be used at all. */
export async function checkCompute(experiment: CheckedExperiment, given: Given): Promise<readonly Diagnostic[]> {
  const { engine = "auto", precision: asked } = readRunOptions(given);
  const written = experiment.value.settings.get("precision");
  const wanted = asked ?? (wantsBfloat16(experiment) ? "bfloat16" : "float32");
  const tools = await loadTools();
  const { precision, noBfloat16: title = "bfloat16 cannot be used here" } = await tools.checkCompute(engine, wanted);
  if (precision === wanted) return [];
  const { why, help } = tools.float32Instead;
  const span: Span = asked === undefined && written ? written.origin.span : optionPlace("precision", given);
  return [diagnose("V0911", { title }, { primary: { span, text: "" }, why, helps: [help] })];
}

/** What the file says; an option may say otherwise. */
export function wantsBfloat16({ value }: CheckedExperiment): boolean {
  const precision = value.settings.get("precision");
  return precision?.kind === "member" && precision.name === "bfloat16";
}
