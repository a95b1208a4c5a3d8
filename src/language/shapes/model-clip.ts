/** V0502 for a model's `clip`: it was made for other clips than the phase that trains gives. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import type { ComponentValue } from "../values/value.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Checking } from "./requires.ts";
import type { PhaseAt } from "./situation.ts";
import { formatDims, sameDims } from "./tensor.ts";

export function reportModelClip(
  model: ComponentValue,
  phase: PhaseAt,
  told: readonly Pipeline[] | undefined,
  given: readonly Pipeline[] | undefined,
  { findings }: Checking,
): void {
  const known = told?.flatMap((each) => each.cases.map(({ tensor }) => tensor)) ?? [];
  const strange = given
    ?.flatMap((each) => each.cases)
    .find(({ tensor }) => !known.some((one) => sameDims(one, tensor)))?.tensor;
  const [first] = known;
  if (!first || !strange) return;
  const field = [...model.declaration.fields.values()].find((each) => each.type.kind === "clip_type");
  const stated = field && model.settings.get(field.name);
  const { span } = stated?.origin ?? { span: nameSpanOf(model) };
  const source = strange.dims.find((dim, i) => dim.value.interval.low !== first.dims[i]?.value.interval.low)?.source;
  const name = phase.data.binding?.file === span.file ? phase.data.binding.name : undefined;
  const fix: Fix | undefined =
    stated && field && name && stated.origin.how === "set" && span.file.origin === "file"
      ? { title: `${field.name}: ${name}.clip`, edits: [{ span, newText: `${name}.clip` }] }
      : undefined;
  findings.report(
    diagnose(
      "V0502",
      { title: `the model is told another clip than ${phase.name} gives` },
      {
        primary: { span, text: `told ${formatDims(first)}` },
        secondary: source ? [{ span: source.origin.span, text: `${phase.name} gives ${formatDims(strange)}` }] : [],
        ...(fix ? { fixes: [fix] } : { helps: [`amend the model: \`${field?.name ?? "clip"}: ${phase.name}.clip\``] }),
      },
    ),
  );
}
