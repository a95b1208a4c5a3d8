/** What a name stands for, and what to say where it stands for nothing. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Label } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { valueAlias } from "../names/elsewhere/index.ts";
import type { Binding, Scope } from "../names/scope.ts";
import type { Ident } from "../syntax/ast.ts";
import type { Kind } from "../types/type.ts";
import { functionNames } from "./functions.ts";
import { makePoison } from "./make.ts";
import type { Session } from "./session.ts";
import type { Origin, Value } from "./value.ts";

/** Reports V0101, with names of the wanted kinds first among the suggestions. */
export function unknownName(
  name: Ident,
  scope: Scope,
  origin: Origin,
  session: Session,
  kinds: readonly Kind[] = [],
): Value {
  // A declaration that is missing is one mistake, however often its name is used.
  if (!session.isFirst(`${name.name} ${name.span.file.path}`)) return makePoison(origin);
  const ofKind = kinds.flatMap((kind) => session.components(kind).map((each) => each.name));
  const [best, ...others] = session.mayAdvise() ? closeNames(name.name, ofKind, kinds, scope) : [];
  if (best) session.suggested(best);
  session.report(
    diagnose(
      "V0101",
      { name: name.name },
      {
        primary: { span: name.span, text: best ? `did you mean \`${best}\`?` : "" },
        secondary: best ? declaredAt(best, scope) : [],
        ...(ofKind.length > 0 && !best ? { why: `there is: ${ofKind.join(", ")}` } : {}),
        ...(best ? { fixes: [{ title: best, edits: [{ span: name.span, newText: best }] }] } : {}),
        ...(others.length > 0 ? { helps: [`or ${others.map((each) => `\`${each}\``).join(", ")}`] } : {}),
      },
    ),
  );
  return makePoison(origin);
}

/** What may have been meant, the likeliest first: what the name stands for elsewhere, else names that are spelt alike. */
function closeNames(name: string, ofKind: readonly string[], kinds: readonly Kind[], scope: Scope): readonly string[] {
  const alias = valueAlias(name);
  if (alias) return [alias];
  return [...new Set([...suggest(name, ofKind), ...suggest(name, namesFor(kinds, scope))])].slice(0, 3);
}

/** Names in scope, without components of other kinds than are wanted. */
function namesFor(kinds: readonly Kind[], scope: Scope): readonly string[] {
  const names = [...scope.names()];
  if (kinds.length === 0) return [...names, ...functionNames];
  return names.filter((name) => {
    const found = scope.lookup(name);
    const kind = found && "node" in found ? kindIn(found.node) : undefined;
    return kind === undefined || kinds.some((each) => each === kind);
  });
}

function kindIn(node: Binding["node"]): string | undefined {
  return node.kind === "extern" ? node.component.name : undefined;
}

function declaredAt(name: string, scope: Scope): readonly Label[] {
  const found = scope.lookup(name);
  if (found === undefined || !("nameSpan" in found) || found.nameSpan.file.origin === "stdlib") return [];
  return [{ span: found.nameSpan, text: "declared here" }];
}
