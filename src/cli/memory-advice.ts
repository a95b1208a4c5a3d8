/** V0508, advice: whether what a training batch keeps for the backward pass fits the memory there is for it. */
import { totalmem } from "node:os";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { nameSpanOf } from "../language/diagnostics/edits.ts";
import { byteCount, plural } from "../language/diagnostics/words.ts";
import { totalsOf } from "../language/shapes/costs.ts";
import type { Given } from "./commands.ts";
import { networkCosts } from "./network-costs.ts";
import { Problem } from "./problem.ts";

/**
 * Advice about every experiment whose batches are too large. Asks the compiler and loads the runtime, since only a network's
 * layers tell what is kept. Problem where `--memory` is no amount.
 */
export async function memoryAdvice(
  experiments: readonly CheckedExperiment[],
  result: CheckResult,
  given: Given,
): Promise<readonly Diagnostic[]> {
  const budget = budgetOf(given);
  const found: Diagnostic[] = [];
  for (const experiment of experiments) {
    const batch = experiment.phases.find(({ role }) => role === "train")?.data.settings.get("batch");
    if (batch?.kind !== "number") continue;
    const { costs } = await networkCosts(experiment, result, given.cwd);
    const clips = batch.interval.high;
    const each = costs && totalsOf(costs).activationBytes;
    if (each === undefined || each * clips <= budget) continue;
    const fitting = Math.floor(budget / each);
    found.push(
      diagnose(
        "V0508",
        { clips, bytes: byteCount(each * clips) },
        {
          primary: { span: batch.origin.span, text: `the budget is ${byteCount(budget)}` },
          secondary: [{ span: nameSpanOf(experiment.model.value), text: `keeps ${byteCount(each)} a clip` }],
          why: `${byteCount(each)} × ${plural(clips, "clip")}, kept for the backward pass; gradients come on top`,
          helps: [
            ...(fitting > 0 ? [`batch: ${plural(fitting, "clip")}`] : []),
            "shorter or smaller clips, or fewer planes",
          ],
        },
      ),
    );
  }
  return found;
}

/** Bytes: what `--memory` says, else half of this machine's memory. */
function budgetOf({ options: { memory } }: Given): number {
  if (typeof memory !== "string") return totalmem() / 2;
  const amount = /^(\d+(?:\.\d+)?) ?GB$/i.exec(memory)?.[1];
  if (amount === undefined) {
    throw new Problem(`--memory ${memory}: an amount is wanted`, { exitCode: 2, help: "such as --memory 2GB" });
  }
  return Number(amount) * 1e9;
}
