/** Which head a loss or a meter looks at: V0606. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { listed } from "../diagnostics/words.ts";
import type { Type } from "../types/type.ts";
import type { ComponentValue, HeadValue } from "../values/value.ts";
import type { Context } from "./context.ts";

/** The head that a loss or meter looks at; undefined where there is none, or where it does not say which: V0606. */
export function headFor(consumer: ComponentValue, context: Context): HeadValue | undefined {
  const { model, evaluation, findings } = context;
  const heads = [...(model?.heads.values() ?? [])];
  const field = [...consumer.declaration.fields.values()].find((each) => referenceTo(each.type) === "head");
  const named = field && evaluation.fieldOf(consumer, field.name);
  const wanted = named?.kind === "member" ? named.name : undefined;
  const [only] = heads;
  const names = heads.map((head) => head.name.name);
  if (heads.length === 0) {
    if (model && consumer.declaration.kind === "loss") reportHeadless(model, consumer, context);
    return undefined;
  }
  if (wanted === undefined) {
    if (heads.length <= 1 || !field) return only;
    const how = `${consumer.declaration.name} { ${field.name}: ${names[0]} }`;
    findings.report(
      diagnose(
        "V0606",
        { heads: heads.length },
        {
          primary: { span: nameSpanOf(consumer), text: "looks at one head" },
          secondary: heads.map((head) => ({ span: head.name.span, text: "" })),
          helps: [`say which: ${how}`],
        },
      ),
    );
    return undefined;
  }
  const found = heads.find((head) => head.name.name === wanted);
  if (!found && named) {
    const [close] = suggest(wanted, names);
    const mine = close !== undefined && named.origin.span.file.origin === "file";
    findings.report(
      diagnose(
        "V0606",
        { unknown: wanted },
        {
          primary: { span: named.origin.span, text: close ? `did you mean \`${close}\`?` : `heads: ${listed(names)}` },
          secondary: heads.map((head) => ({ span: head.name.span, text: "a head" })),
          ...(mine ? { fixes: [{ title: close, edits: [{ span: named.origin.span, newText: close }] }] } : {}),
        },
      ),
    );
  }
  return found;
}

function reportHeadless(model: ComponentValue, loss: ComponentValue, { findings }: Context): void {
  findings.report(
    diagnose(
      "V0606",
      { heads: 0 },
      {
        primary: { span: nameSpanOf(model), text: "gives feature maps, no scores" },
        secondary: [{ span: nameSpanOf(loss), text: "has nothing to look at" }],
        helps: ["add one: `head NAME at stage4.last = …`, with a block of this model"],
      },
    ),
  );
}

/** The reference that a type is, also where it may be left out. */
export function referenceTo(type: Type): string | undefined {
  if (type.kind === "optional") return referenceTo(type.of);
  return type.kind === "reference" ? type.to : undefined;
}
