/** A shape run as the checked program keeps it: where random draws lead to several shapes, one that covers them all. */
import type { ShapeRun } from "../checked.ts";
import { hull } from "../dims/arithmetic.ts";
import type { NumberValue, Value } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FrameRun } from "./run.ts";
import { evaluateIn } from "./situation.ts";
import { shapeOf, type Tensor } from "./tensor.ts";

export function shapeRunOf({ pipeline, trunk, heads }: FrameRun, evaluation: Evaluation): ShapeRun {
  const blocks = trunk?.[0]?.blocks ?? [];
  const clip = union(pipeline.cases.map((each) => each.tensor));
  return {
    frame: pipeline.frame,
    stages: pipeline.stages.flatMap(({ label, cases }) => {
      const tensor = union(cases.map((each) => each.tensor));
      return tensor ? [{ label, tensor: shapeOf(tensor) }] : [];
    }),
    clip: clip && shapeOf(clip),
    blocks: blocks.flatMap(({ name }, i) => {
      const tensor = union((trunk ?? []).flatMap((each) => each.blocks[i]?.tensor ?? []));
      return tensor ? [{ name, tensor: shapeOf(tensor) }] : [];
    }),
    heads: [...heads].flatMap(([name, cases]) => {
      const tensor = union(cases.map((each) => each.output));
      const [first, ...others] = cases;
      if (!tensor || !first) return [];
      const { lets } = first.situation.component.declaration;
      const values = lets.map((each) => {
        const valueIn = ({ situation }: typeof first): Value => evaluateIn(each.value, situation, evaluation);
        return [each.name.name, covering([valueIn(first), ...others.map(valueIn)])] as const;
      });
      return [{ name, tensor: shapeOf(tensor), lets: new Map(values) }];
    }),
  };
}

/** One value for all cases: numbers and sizes as wide as they make them; of anything else the first. */
function covering([first, ...others]: readonly [Value, ...Value[]]): Value {
  let all = first;
  for (const value of others) {
    if (all.kind === "number" && value.kind === "number") all = wider(all, value);
    else if (all.kind === "dims" && value.kind === "dims") all = widerDims(all, value);
  }
  return all;
}

type Dims = Value & { readonly kind: "dims" };

function widerDims(a: Dims, b: Dims): Dims {
  return { ...a, values: a.values.map((each, i) => wider(each, b.values[i] ?? each)) };
}

function wider(a: NumberValue, b: NumberValue): NumberValue {
  return { ...a, interval: hull([a.interval, b.interval]) };
}

/** One tensor for all cases: each dim as wide as they make it. */
function union(tensors: readonly Tensor[]): Tensor | undefined {
  const [first] = tensors;
  return (
    first && {
      ...first,
      dims: first.dims.map((dim, i) => ({
        ...dim,
        value: { ...dim.value, interval: hull(tensors.flatMap((each) => each.dims[i]?.value.interval ?? [])) },
      })),
    }
  );
}
