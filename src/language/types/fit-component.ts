/** Values against kinds of component, and against the clip that a data set yields: V0103. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { headOf } from "../names/head-of.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { kindPhrase, kindPlural } from "./describe.ts";
import { another, type Fitted, type Misfit, misfit, type Site } from "./misfit.ts";
import type { Kind, Type } from "./type.ts";

export function fitClip(value: Value, type: Type, site: Site): Fitted {
  if (value.kind === "clip") return value;
  if (value.kind === "number" && value.clipOf) {
    return { kind: "clip", data: value.clipOf, origin: value.origin, params: value.params };
  }
  const isData = value.kind === "component" && value.declaration.kind === "dataset" && site.expr.kind === "name";
  return another(value, type, site, isData ? `${site.expr.kind === "name" ? site.expr.name : ""}.clip` : undefined);
}

export function fitComponent(value: Value, kind: Kind, type: Type, site: Site): Fitted {
  if (value.kind === "component" && value.declaration.kind === kind) return value;
  if (value.kind === "composed" && kind === (value.how === "pipe" ? "transform" : "schedule")) return value;
  if (value.kind === "text") {
    const isName = site.session.components(kind).some((each) => each.name === value.value);
    return another(value, type, site, isName ? value.value : undefined);
  }
  if (value.kind !== "component" && value.kind !== "experiment") return another(value, type, site);
  return wrongKind(value, kind, site);
}

function wrongKind(value: ComponentValue | (Value & { kind: "experiment" }), kind: Kind, site: Site): Misfit {
  const what = value.kind === "experiment" ? "an experiment" : kindPhrase(value.declaration.kind);
  const name = value.binding?.name ?? (value.kind === "experiment" ? "this" : value.declaration.name);
  const offered = site.session.components(kind).map((each) => each.name);
  return misfit(
    diagnose(
      "V0103",
      { wanted: kindPhrase(kind), found: `${name} is ${what}` },
      {
        primary: { span: headOf(site.expr).span, text: "" },
        ...(value.binding && value.binding.kind !== "component"
          ? { secondary: [{ span: value.binding.nameSpan, text: "declared here" }] }
          : {}),
        why: `${kindPlural(kind)}: ${offered.length === 0 ? "none" : offered.join(", ")}`,
      },
    ),
    1,
  );
}
