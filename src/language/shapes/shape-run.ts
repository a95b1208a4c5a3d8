/** A shape run as the checked program keeps it: where random draws lead to several shapes, one that covers them all. */
import type { ShapeRun } from "../checked.ts";
import { hull } from "../dims/arithmetic.ts";
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
      const [first] = cases;
      if (!tensor || !first) return [];
      const { lets } = first.situation.component.declaration;
      const values = lets.map((each) => [each.name.name, evaluateIn(each.value, first.situation, evaluation)] as const);
      return [{ name, tensor: shapeOf(tensor), lets: new Map(values) }];
    }),
  };
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
