/** Transforms as a whole, phase by phase: V0404 to V0407. Their shapes and scales are checked where the clip runs through. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { nameSpanOf, rootOf } from "../diagnostics/edits.ts";
import { removePart } from "../diagnostics/pipe-edits.ts";
import { partsOf } from "../shapes/pipeline.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import type { Span } from "../source/source-file.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { type Context, isOwn, isTrue, phaseLabel } from "./context.ts";

interface Piped {
  readonly phase: PhaseAt;
  readonly transform: Value;
  readonly parts: readonly ComponentValue[];
  /** Parts that normalize, by a fact of their declarations. */
  readonly normalizing: readonly ComponentValue[];
}

export function checkTransforms(context: Context): void {
  const { phases, train, evaluation } = context;
  const all = phases.flatMap((phase): Piped[] => {
    const transform = evaluation.fieldOf(phase.data, "transform");
    const parts = transform && partsOf(transform);
    if (!transform || !parts) return [];
    return [{ phase, transform, parts, normalizing: parts.filter((part) => isTrue(part, "normalizes", evaluation)) }];
  });
  for (const each of all) {
    checkTwice(each, context);
    checkMirrors(each, context);
    if (train && each.phase.role === "test") checkRandom(each, context);
  }
  checkAlike(all, context);
}

/** V0404 */
function checkTwice({ parts, normalizing }: Piped, { findings }: Context): void {
  const [first, second] = normalizing;
  if (!first || !second) return;
  const edits = removePart(parts, parts.indexOf(second));
  findings.report(
    diagnose(
      "V0404",
      {},
      {
        primary: { span: nameSpanOf(second), text: "and again" },
        secondary: [{ span: nameSpanOf(first), text: "normalized here" }],
        ...(edits ? { fixes: [{ title: `remove \`${second.declaration.name}\``, edits }] } : {}),
      },
    ),
  );
}

/** V0405: what one phase normalizes and the other does not. */
function checkAlike(all: readonly Piped[], { findings }: Context): void {
  const train = all.find((each) => each.phase.role === "train");
  if (!train) return;
  for (const test of all.filter((each) => each.phase.role === "test")) {
    const [with_, without] = train.normalizing.length > 0 ? [train, test] : [test, train];
    const [part] = with_.normalizing;
    if (!part || without.normalizing.length > 0) continue;
    // Where a conversion is missing, this one went missing with it: that is said already.
    if (findings.has("V0402", without.transform.origin.span)) continue;
    findings.report(
      diagnose(
        "V0405",
        { train: train.phase.name, test: test.phase.name },
        {
          primary: { span: without.transform.origin.span, text: `${without.phase.name} is not normalized` },
          secondary: [{ span: nameSpanOf(part), text: `${with_.phase.name} is` }],
          helps: [`end both with the same \`${part.declaration.name}\``],
        },
      ),
    );
  }
}

/** V0406 */
function checkRandom(piped: Piped, context: Context): void {
  const { evaluation, findings } = context;
  const part = piped.parts.find(
    (each) => each.declaration.random || [...each.settings.values()].some((value) => value.kind === "range"),
  );
  if (!part) return;
  const mirrors = isTrue(part, "mirrors", evaluation);
  // Only what leaves the shape alone can go without another thought.
  const own = isOwn(piped.phase, "transform", context) && isWithin(part.origin.span, piped.transform.origin.span);
  const edits = mirrors && own ? removePart(piped.parts, piped.parts.indexOf(part)) : undefined;
  findings.report(
    diagnose(
      "V0406",
      {},
      {
        primary: { span: part.origin.span, text: `${piped.phase.name} comes out otherwise each time` },
        secondary: phaseLabel(piped.phase, "this phase tests"),
        ...(edits ? { fixes: [{ title: `remove \`${part.declaration.name}\``, edits }] } : {}),
      },
    ),
  );
}

/** Not a named transform's part, which other phases may have too. */
function isWithin(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** V0407: a fact of the data set against one of a transform. */
function checkMirrors(piped: Piped, { evaluation, findings }: Context): void {
  const part = piped.parts.find((each) => isTrue(each, "mirrors", evaluation));
  const fact = evaluation.factOf(piped.phase.data, "mirror_changes_labels");
  if (!part || fact?.kind !== "bool" || fact.value !== true) return;
  const edits = removePart(piped.parts, piped.parts.indexOf(part));
  findings.report(
    diagnose(
      "V0407",
      {},
      {
        primary: { span: part.origin.span, text: "left becomes right" },
        secondary: [{ span: rootOf(fact), text: `a fact of ${piped.phase.data.declaration.name}` }],
        ...(edits
          ? { fixes: [{ title: `remove \`${part.declaration.name}\``, edits }] }
          : { helps: [`leave \`${part.declaration.name}\` out`] }),
      },
    ),
  );
}
