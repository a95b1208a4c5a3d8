/** A clip where a model wants one: the sizes of the tensor that reaches it, `[3, 8, 112, 112]`. */

import type { ComponentDeclaration } from "../../language/declarations/declaration.ts";
import { type Interval, isExact } from "../../language/dims/interval.ts";
import type { Binding } from "../../language/names/scope.ts";
import { namesBehind } from "../../language/shapes/mentions.ts";
import { textOf } from "../../language/source/source-file.ts";
import { partsOf } from "../../language/values/compose.ts";
import { paramsOf } from "../../language/values/make.ts";
import type { ComponentValue, Value } from "../../language/values/value.ts";
import { type Draft, fixParams, type Lowered, spanOf } from "./draft.ts";
import type { Expression } from "./program.ts";
import { phaseOf } from "./shapes.ts";

export function lowerClip(value: Value & { readonly kind: "clip" }, what: string, draft: Draft): Lowered {
  const sizes = clipSizes(value.data, draft);
  const params = clipParams(value.data);
  fixParams(draft, params, what);
  if (sizes.some(({ high }) => !Number.isFinite(high))) {
    for (const param of params) if (draft.params.has(param)) draft.open.add(param);
  }
  const items = sizes.map(({ high }): Expression => ({ kind: "literal", value: Number.isFinite(high) ? high : null }));
  const { expr } = value.origin;
  const written =
    expr && expr.span.file.origin === "file" ? textOf(expr.span) : `${value.data.binding?.name ?? "data"}.clip`;
  return {
    expression: { kind: "list", items, ...spanOf(value.origin) },
    comment: sizes.every(isExact) ? written : `${written}, at most`,
  };
}

/** Over all frame sizes of the data set. */
function clipSizes(data: ComponentValue, draft: Draft): Interval[] {
  const [first, ...rest] = (phaseOf(data, draft)?.runs ?? []).flatMap(({ clip }) => (clip ? [clip.dims] : []));
  if (!first) throw new Error("a clip that a model takes is that of a phase");
  return first.map(({ size }, i) => {
    const all = [size, ...rest.flatMap((dims) => (dims[i] ? [dims[i].size] : []))];
    return { low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) };
  });
}

/** The params that a clip's sizes hang on: those of fields that the shape rules along its way mention. */
function clipParams(data: ComponentValue): ReadonlySet<Binding> {
  const transform = data.settings.get("transform");
  const way = [data, ...(transform ? partsOf(transform) : [])];
  return paramsOf(
    ...way.flatMap((each) => shapingFields(each.declaration).flatMap((name) => each.settings.get(name) ?? [])),
  );
}

function shapingFields({ fields, lets, shapes }: ComponentDeclaration): string[] {
  const own = new Map(lets.map(({ name, value }) => [name.name, value]));
  for (const [name, field] of fields) if (field.default) own.set(name, field.default);
  const names = shapes
    .filter(({ direction }) => direction === "yields")
    .flatMap(({ type }) => type.dims.map(({ value }) => value));
  return [...new Set(names.flatMap((dim) => namesBehind(dim, own)))].filter((name) => fields.has(name));
}
