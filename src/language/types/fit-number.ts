/** Numbers against `int`, `real`, units and rates: V0202, V0203, V0208. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { isExact } from "../dims/interval.ts";
import { textOfNumber } from "../values/print.ts";
import type { NumberValue } from "../values/value.ts";
import { describeValue } from "./describe.ts";
import { type Fitted, type Misfit, misfit, type Site, secondarySource } from "./misfit.ts";
import type { Type } from "./type.ts";
import { isWholeUnit, unitText, unitWords } from "./units.ts";

type UnitType = Extract<Type, { readonly kind: "unit" | "rate" }>;
type NumericType = UnitType | { readonly kind: "int" } | { readonly kind: "real" };

export function fitNumber(value: NumberValue, type: NumericType, site: Site): Fitted {
  if (type.kind === "int" || type.kind === "real") {
    if (value.unit !== undefined) {
      return isLenient(site)
        ? plain(value)
        : wrongUnit(value, type.kind === "int" ? "whole numbers" : "plain numbers", site);
    }
    return type.kind === "int" && mustNotBeWhole(value) ? notWhole(value, site) : value;
  }
  const per = type.kind === "rate" ? type.per : undefined;
  if (value.unit === undefined) {
    if (!isLenient(site)) return noUnit(value, type, site);
    const inUnit: NumberValue = { ...value, percent: false, unit: type.unit, ...(per === undefined ? {} : { per }) };
    return isWholeUnit(type.unit) && mustNotBeWhole(inUnit) ? notWhole(inUnit, site) : inUnit;
  }
  if (value.unit !== type.unit || value.per !== per) {
    const lacksPer = per !== undefined && value.per === undefined && value.unit === type.unit;
    const fix = lacksPer ? append(site, ` per ${unitText(per, undefined, 1)}`) : undefined;
    return wrongUnit(value, unitWords(type.unit, per), site, fix);
  }
  return isWholeUnit(type.unit) && mustNotBeWhole(value) ? notWhole(value, site) : value;
}

/** A unit may be left out on the command line, and by the dims of a declaration, which are plain numbers. */
function isLenient(site: Site): boolean {
  return site.scope.world === "declaration" || site.expr.span.file.origin === "argument";
}

function plain(value: NumberValue): NumberValue {
  const { unit: _unit, per: _per, ...rest } = value;
  return rest;
}

function mustNotBeWhole(value: NumberValue): boolean {
  return value.percent || !value.whole;
}

function notWhole(value: NumberValue, site: Site): Misfit {
  return misfit(
    diagnose(
      "V0208",
      {},
      {
        primary: { span: site.expr.span, text: `${textOfNumber(value)} is not whole` },
        ...secondarySource(value, site.expr),
      },
    ),
    2,
  );
}

function wrongUnit(value: NumberValue, wanted: string, site: Site, fix?: Fix): Misfit {
  return misfit(
    diagnose(
      "V0202",
      { wanted, found: describeValue(value) },
      {
        primary: { span: site.expr.span, text: "" },
        ...secondarySource(value, site.expr),
        ...(fix ? { fixes: [fix] } : {}),
      },
    ),
    1,
  );
}

function noUnit(value: NumberValue, type: UnitType, site: Site): Misfit {
  const per = type.kind === "rate" ? type.per : undefined;
  const count = isExact(value.interval) ? value.interval.low : 2;
  const isWritten = site.expr.kind === "number" && !value.percent;
  const fix = isWritten ? append(site, ` ${unitText(type.unit, per, count)}`) : undefined;
  return misfit(
    diagnose(
      "V0203",
      { number: textOfNumber(value) },
      {
        primary: { span: site.expr.span, text: `${unitWords(type.unit, per)} are wanted` },
        ...secondarySource(value, site.expr),
        ...(fix ? { fixes: [fix] } : {}),
      },
    ),
    1,
  );
}

function append(site: Site, text: string): Fix | undefined {
  const { span } = site.expr;
  if (site.expr.kind !== "number") return undefined;
  const written = span.file.text.slice(span.start, span.end);
  return { title: `${written}${text}`, edits: [{ span: { ...span, start: span.end }, newText: text }] };
}
