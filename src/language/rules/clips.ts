/** How clips are drawn from videos: V0310, V0311. */

import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { nameSpanOf, rootOf } from "../diagnostics/edits.ts";
import { isExact } from "../dims/interval.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import { textOfValue } from "../values/print.ts";
import type { ComponentValue } from "../values/value.ts";
import { type Context, isOwn, phaseLabel } from "./context.ts";

export function checkClips(context: Context): void {
  for (const phase of context.phases) {
    const sample = context.evaluation.fieldOf(phase.data, "sample");
    if (sample?.kind !== "component") continue;
    if (sample.declaration.random) {
      if (phase.role === "test" && context.train) reportRandom(sample, phase, context);
    } else checkRepeats(sample, phase, context);
  }
}

/** V0310 */
function reportRandom(sample: ComponentValue, phase: PhaseAt, context: Context): void {
  const { evaluation, findings } = context;
  const span = nameSpanOf(sample);
  const steady = evaluation.components("sampler").filter((each) => !each.random && each.fields.has("clips_per_video"));
  const [other] = steady;
  const mine = span.file.origin === "file" && isOwn(phase, "sample", context) && steady.length === 1;
  const fix: Fix | undefined =
    other && mine
      ? { title: textOfValue({ ...sample, declaration: other }), edits: [{ span, newText: other.name }] }
      : undefined;
  findings.report(
    diagnose(
      "V0310",
      {},
      {
        primary: { span, text: "draws other clips each time" },
        secondary: phaseLabel(phase, "this phase tests"),
        ...(fix ? { fixes: [fix] } : {}),
      },
    ),
  );
}

/** V0311: more clips than the shortest video has places for one to start. */
function checkRepeats(sample: ComponentValue, phase: PhaseAt, { evaluation, findings }: Context): void {
  const count = exact(sample, "clips_per_video", evaluation);
  const clip = exact(phase.data, "clip", evaluation);
  const step = exact(phase.data, "step", evaluation)?.value ?? 1;
  const shortest = evaluation.factOf(phase.data, "shortest");
  if (!count || !clip || shortest?.kind !== "number" || !isExact(shortest.interval)) return;
  const frames = shortest.interval.low;
  const distinct = Math.floor((frames - clip.value) / step) + 1;
  if (distinct < 1 || count.value <= distinct) return;
  findings.report(
    diagnose(
      "V0311",
      { frames, clips: distinct },
      {
        primary: { span: count.span, text: "the rest repeat" },
        secondary: [
          { span: rootOf(shortest), text: `${phase.data.declaration.name}'s shortest video` },
          { span: clip.span, text: "frames in a clip" },
        ],
      },
    ),
  );
}

function exact(component: ComponentValue, name: string, evaluation: Evaluation) {
  const value = evaluation.fieldOf(component, name);
  return value?.kind === "number" && isExact(value.interval)
    ? { value: value.interval.low, span: value.origin.span }
    : undefined;
}
