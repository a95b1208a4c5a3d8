/** Names in a block that mean nothing there: V0102 for a field that is set, V0108 for one that is amended. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { fieldAlias } from "../names/elsewhere/index.ts";
import type { Expr, FieldDecl, Ident } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import type { Amending, Draft } from "./amend.ts";
import { makePoison, setBy } from "./make.ts";
import { nameOf } from "./members.ts";
import type { Session } from "./session.ts";
import type { Value } from "./value.ts";

/** A field is set that is not there. The one that was meant counts as set, so that it is not reported as open too. */
export function unknownField(draft: Draft, name: Ident, expr: Expr, amending: Amending): void {
  const { session, scope } = amending;
  if (name.span.file.origin === "argument") {
    notThere(draft, name, amending);
    return;
  }
  const fields = [...session.fieldsOf(draft.base).keys()];
  const alias = fieldAlias(name.name, (field) => fields.includes(field));
  const [near] = suggest(name.name, draft.at ? [...fields, "at"] : fields);
  const meant = alias ? alias.field : near;
  if (meant === undefined || draft.settings.has(meant)) draft.isMisled = true;
  else draft.settings.set(meant, makePoison(setBy(expr, scope)));
  const { file, start, end } = expr.span;
  const written = file.text.slice(start, end);
  const line = /[\n\r]/.test(written) || written.length > 50 ? "…" : written;
  const of = draft.base.kind === "component" ? draft.base.declaration.name : "an experiment";
  const isHead = draft.heads.has(name.name);
  session.report(
    diagnose(
      "V0102",
      { of, name: name.name },
      {
        primary: { span: name.span, text: meant === undefined ? "" : `did you mean \`${meant}\`?` },
        why: `${of} has: ${fields.join(", ")}`,
        ...(meant !== undefined && alias?.note === undefined
          ? {
              fixes: [
                {
                  title: expr.span === name.span ? `${meant}: ${name.name}` : `${meant}: ${line}`,
                  edits: [renaming(name, meant, expr)],
                },
              ],
            }
          : {}),
        ...(alias?.note === undefined ? {} : { notes: [alias.note] }),
        ...(isHead ? { helps: [`a head is amended: ${name.name} { … }`] } : {}),
      },
    ),
  );
}

/** `videos` alone stands for `videos: videos`, so that its value stays when the field's name changes. */
function renaming(name: Ident, meant: string, expr: Expr) {
  const isShorthand = expr.span === name.span;
  return { span: name.span, newText: isShorthand ? `${meant}: ${name.name}` : meant };
}

/** Something is amended that is not there: nothing but heads can be added by amending. */
export function notThere(draft: Draft, name: Ident, amending: Amending): void {
  const { session } = amending;
  const fields = [...session.fieldsOf(draft.base).keys()];
  const heads = [...draft.heads.keys()];
  const alias = fieldAlias(name.name, (field) => fields.includes(field));
  const meant = alias ? alias.field : suggest(name.name, [...heads, ...fields])[0];
  const of = nameOf(draft.base);
  session.report(
    diagnose(
      "V0108",
      { of, name: name.name },
      {
        primary: { span: name.span, text: meant === undefined ? "" : `did you mean \`${meant}\`?` },
        why: `${of} has: ${[...heads, ...fields].join(", ")}`,
        ...(meant === undefined || name.span.file.origin === "argument"
          ? {}
          : { fixes: [{ title: meant, edits: [{ span: name.span, newText: meant }] }] }),
        notes: [alias?.note ?? "new things cannot appear by amending"],
      },
    ),
  );
}

/** The field is there, but holds nothing that has fields of its own. */
export function cannotAmend(draft: Draft, name: Ident, held: Value | undefined, amending: Amending): void {
  const { session } = amending;
  if (held?.kind === "unknown") return;
  const isChain = held?.kind === "composed";
  session.report(
    diagnose(
      "V0108",
      {
        of: nameOf(draft.base),
        name: name.name,
        ...(held ? { found: describeValue(held) } : { found: "it is still open" }),
      },
      {
        primary: { span: name.span, text: held ? "has no fields of its own" : "nothing is there to amend yet" },
        secondary:
          held && held.origin.span.file.origin !== "stdlib" ? [{ span: held.origin.span, text: "set here" }] : [],
        helps: [
          held === undefined
            ? `set it: ${name.name}: …`
            : isChain
              ? `write the whole chain: ${name.name}: … |> …`
              : `replace it: ${name.name}: …`,
        ],
      },
    ),
  );
}

/** A declared transform is given a parameter that it does not have. */
export function unknownArgument(
  composite: string,
  name: Ident,
  parameters: readonly FieldDecl[],
  session: Session,
): void {
  const names = parameters.map((each) => each.name.name);
  const [near] = suggest(name.name, names);
  session.report(
    diagnose(
      "V0102",
      { of: composite, name: name.name },
      {
        primary: { span: name.span, text: near === undefined ? "" : `did you mean \`${near}\`?` },
        why: `${composite} has: ${names.length === 0 ? "no parameters" : names.join(", ")}`,
        ...(near === undefined ? {} : { fixes: [{ title: near, edits: [{ span: name.span, newText: near }] }] }),
      },
    ),
  );
}
