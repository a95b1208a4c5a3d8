/** Values against enumerations: V0106. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { memberAlias } from "../names/elsewhere/index.ts";
import type { Value } from "../values/value.ts";
import { another, type Fitted, misfit, replace, type Site, secondarySource } from "./misfit.ts";
import type { Type } from "./type.ts";

export function fitMember(value: Value, members: readonly string[], type: Type, site: Site): Fitted {
  const { expr, wanted } = site;
  if (value.kind !== "member") {
    const said =
      value.kind === "text"
        ? value.value
        : expr.kind === "name"
          ? expr.name
          : value.kind === "none"
            ? "none"
            : undefined;
    if (value.kind === "none" && members.includes("none")) {
      return { kind: "member", name: "none", origin: value.origin, params: value.params };
    }
    const meant = said === undefined || members.includes(said) ? said : memberAlias(said, members);
    return another(value, type, site, meant === undefined ? undefined : `.${meant}`);
  }
  if (members.includes(value.name)) return value;
  const close = memberAlias(value.name, members) ?? suggest(value.name, members)[0];
  return misfit(
    diagnose(
      "V0106",
      { written: value.name, members },
      {
        primary: { span: expr.span, text: close ? `did you mean .${close}?` : "" },
        ...secondarySource(value, expr),
        ...(isLong(members) ? { why: `${wanted?.name ?? "this"} is one of ${dotted(members).join(" ")}` } : {}),
        ...(close && expr.kind === "member-literal" ? { fixes: [replace(expr, `.${close}`)] } : {}),
      },
    ),
    2,
  );
}

function dotted(members: readonly string[]): readonly string[] {
  return members.map((each) => `.${each}`);
}

/** Too long to be listed in the title. */
function isLong(members: readonly string[]): boolean {
  return dotted(members).join(" ").length > 45;
}
