/** A tensor that has another number of dims, or another size somewhere, than what it goes into takes. */

import { diagnose } from "../diagnostics/catalogue.ts";
import type { Label } from "../diagnostics/diagnostic.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import { grouped } from "../diagnostics/words.ts";
import { textOfValue } from "../values/print.ts";
import type { ComponentValue } from "../values/value.ts";
import type { Findings } from "./findings.ts";
import type { Misfit } from "./flow.ts";
import { formatDims, formatSize, type Tensor } from "./tensor.ts";

/** Reports V0403 for a transform, V0501 or V0503 for a model, V0602 for a head. */
export function reportMisfit(
  bound: Misfit,
  component: ComponentValue,
  tensor: Tensor,
  findings: Findings,
  given?: Label,
): void {
  const { kind, name } = component.declaration;
  const what = kind === "head" ? "the block" : "the clip";
  if (bound.kind === "many") {
    findings.report(
      diagnose(
        "V0503",
        { title: `${name} has more than ${grouped(bound.most)} blocks` },
        { primary: { span: nameSpanOf(component), text: "no block has a size of its own then" } },
      ),
    );
    return;
  }
  const title =
    bound.kind === "rank"
      ? `${name} takes ${bound.wanted} dimensions, ${what} has ${tensor.dims.length}`
      : `${name} takes ${textOfValue(bound.wanted)} for \`${bound.dim.name}\`, ${what} has ${formatSize(bound.dim.value.interval)}`;
  findings.report({
    code: kind === "head" ? "V0602" : kind === "model" ? "V0501" : "V0403",
    severity: "error",
    title,
    primary: { span: nameSpanOf(component), text: given ? "" : `what comes in is ${formatDims(tensor)}` },
    secondary: given ? [given] : [],
    fixes: [],
    helps: [],
    notes: [],
  });
}
