/** How many parameters a V0607 is about: the front end knows the blocks, only the runtime what they are made of. */
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { grouped } from "../language/diagnostics/words.ts";
import { networkCosts } from "./network-costs.ts";

/** The same diagnostics; those that say that part of a trunk gets no gradient also say how large that part is. */
export async function withUnreachedParameters(
  diagnostics: readonly Diagnostic[],
  experiments: readonly CheckedExperiment[],
  result: CheckResult,
  cwd: string,
): Promise<readonly Diagnostic[]> {
  const reasons = new Map<string, string>();
  for (const experiment of experiments) {
    const { costs } = await networkCosts(experiment, result, cwd).catch(() => ({ costs: undefined }));
    const last = Math.max(
      ...experiment.model.heads.map(({ block }) => costs?.blocks.findIndex(({ name }) => name === block) ?? -1),
    );
    const behind = costs?.blocks.slice(last + 1) ?? [];
    if (costs === undefined || last < 0 || behind.length === 0) continue;
    const count = (blocks: typeof costs.blocks): string =>
      grouped(blocks.reduce((sum, { parameters }) => sum + parameters, 0));
    const why = `${count(behind)} of the trunk's ${count(costs.blocks)} parameters never change`;
    for (const { head } of experiment.model.heads) reasons.set(placeOf(head.at.path[0]?.span), why);
  }
  return diagnostics.map((each) => {
    const why = each.code === "V0607" ? reasons.get(placeOf(each.primary.span)) : undefined;
    return why === undefined ? each : { ...each, why };
  });
}

function placeOf(span: Diagnostic["primary"]["span"] | undefined): string {
  return span === undefined ? "" : `${span.file.path}:${span.start}`;
}
