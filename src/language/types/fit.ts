/**
 * Whether a value is of a type, and what it becomes there: a text becomes a path where a folder is wanted, a data set's
 * `clip` becomes the clip that it yields. What does not fit comes back as a misfit: a diagnostic not yet reported, since
 * another alternative of a union may still take the value.
 */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Expr } from "../syntax/ast.ts";
import { makePoison } from "../values/make.ts";
import type { Value } from "../values/value.ts";
import { misfitBound } from "./bounds.ts";
import { fitClip, fitComponent } from "./fit-component.ts";
import { fitMember } from "./fit-member.ts";
import { fitNumber } from "./fit-number.ts";
import { another, type Fitted, type Misfit, misfit, type Site } from "./misfit.ts";
import type { Type } from "./type.ts";

/** The value as one of this type, or why it is none. Poison fits everything. */
export function conform(value: Value, type: Type, site: Site): Fitted {
  if (value.kind === "poison") return value;
  if (value.kind === "unknown") return fitUnknown(value, type, site);
  switch (type.kind) {
    case "bool":
      return value.kind === "bool" ? value : another(value, type, site, boolFix(value));
    case "int":
    case "real":
      return value.kind === "number" ? fitNumber(value, { kind: type.kind }, site) : another(value, type, site);
    case "unit":
    case "rate":
      return value.kind === "number" ? fitNumber(value, type, site) : another(value, type, site);
    case "text":
      return value.kind === "text" ? value : another(value, type, site);
    case "dir":
    case "file":
      return fitPath(value, type, site);
    case "clip_type":
      return fitClip(value, type, site);
    case "experiment":
      return value.kind === "experiment" ? value : another(value, type, site);
    case "dims":
      return value.kind === "dims" && value.values.length === type.count
        ? fitDims(value, type, site)
        : another(value, type, site);
    case "component":
      return fitComponent(value, type.component, type, site);
    case "members":
      return fitMember(value, type.members, type, site);
    case "list":
      return fitList(value, type, site);
    case "range":
      return fitRange(value, type, site);
    case "optional":
      return value.kind === "none" ? value : conform(value, type.of, site);
    case "union":
      return type.of.length === 0 ? value : fitUnion(value, type.of, type, site);
    case "refined": {
      const base = conform(value, type.base, site);
      return base.kind === "misfit" ? base : (misfitBound(base, type, site, site.scope, "closed") ?? base);
    }
    case "reference":
      return fitReference(value, type, site);
    case "tensor":
      return another(value, type, site);
  }
}

function boolFix(value: Value): string | undefined {
  if (value.kind === "text") {
    const said = value.value.trim().toLowerCase();
    if (["yes", "true", "on", "y", "1"].includes(said)) return "true";
    return ["no", "false", "off", "n", "0"].includes(said) ? "false" : undefined;
  }
  if (value.kind === "number" && value.interval.low === value.interval.high) {
    return value.interval.low === 1 ? "true" : value.interval.low === 0 ? "false" : undefined;
  }
  return undefined;
}

/** What a run will know later is taken on trust where it may be of the type. */
function fitUnknown(value: Value & { readonly kind: "unknown" }, type: Type, site: Site): Fitted {
  return mayBe(value.type, type) ? value : another(value, type, site);
}

function mayBe(have: Type, want: Type): boolean {
  // The type of what could not be read.
  if (have.kind === "union" && have.of.length === 0) return true;
  if (want.kind === "union") return want.of.some((each) => mayBe(have, each));
  if (want.kind === "optional") return mayBe(have, want.of);
  if (want.kind === "refined") return mayBe(have, want.base);
  if (have.kind === "optional" || have.kind === "refined")
    return mayBe(have.kind === "optional" ? have.of : have.base, want);
  if (have.kind === "union") return have.of.some((each) => mayBe(each, want));
  const isPath = (type: Type) => type.kind === "dir" || type.kind === "file";
  if (isPath(have) && isPath(want)) return true;
  if (have.kind === "members" && want.kind === "members")
    return have.members.some((each) => want.members.includes(each));
  if (have.kind === "component" && want.kind === "component") return have.component === want.component;
  return have.kind === want.kind || (have.kind === "int" && want.kind === "real");
}

function fitPath(value: Value, type: Type, site: Site): Fitted {
  if (value.kind === "path") return value;
  if (value.kind !== "text") return another(value, type, site);
  const { file } = value.origin.span;
  const { origin, params } = value;
  return { kind: "path", value: site.session.pathFrom(file, value.value), written: value.value, origin, params };
}

function fitDims(value: Value & { readonly kind: "dims" }, type: Type, site: Site): Fitted {
  if (value.unit === undefined || value.unit === "px") return value;
  return misfit(
    diagnose(
      "V0202",
      { wanted: "pixels", found: `these are ${value.unit}` },
      {
        primary: { span: site.expr.span, text: `${type.kind === "dims" ? "height and width are" : "sizes are"} in px` },
      },
    ),
    1,
  );
}

function fitList(value: Value, type: Type & { readonly kind: "list" }, site: Site): Fitted {
  if (value.kind !== "list") return another(value, type, site);
  if (!site.session.spend(site.expr.span, value.items.length)) return makePoison(value.origin);
  const items: Value[] = [];
  let changed = false;
  for (const item of value.items) {
    const fitted = conform(item, type.of, { ...site, expr: exprOf(item, site) });
    if (fitted.kind === "misfit") return fitted;
    if (fitted !== item) changed = true;
    items.push(fitted);
  }
  const list = changed ? { ...value, items } : value;
  return misfitBound(list, type, site, site.scope, "closed") ?? list;
}

/** The item's own expression where it was written in place, else the list's. */
function exprOf(item: Value, site: Site): Expr {
  const { expr } = item.origin;
  const { span } = site.expr;
  return expr && expr.span.file === span.file && expr.span.start >= span.start && expr.span.end <= span.end
    ? expr
    : site.expr;
}

function fitRange(value: Value, type: Type & { readonly kind: "range" }, site: Site): Fitted {
  if (value.kind !== "range") return another(value, type, site);
  const low = conform(value.low, type.of, site);
  if (low.kind === "misfit") return low;
  const high = conform(value.high, type.of, site);
  if (high.kind === "misfit") return high;
  return low.kind === "number" && high.kind === "number" ? { ...value, low, high } : value;
}

function fitUnion(value: Value, alternatives: readonly Type[], type: Type, site: Site): Fitted {
  let best: Misfit | undefined;
  for (const each of alternatives) {
    const fitted = conform(value, each, site);
    if (fitted.kind !== "misfit") return fitted;
    if (best === undefined || fitted.nearness > best.nearness) best = fitted;
  }
  return best === undefined || best.nearness === 0 ? another(value, type, site) : best;
}

function fitReference(value: Value, type: Type & { readonly kind: "reference" }, site: Site): Fitted {
  return value.kind === (type.to === "meter" ? "meter-path" : "member") ? value : another(value, type, site);
}
