/** Shapes for the reader, above statements: `3 × 8 × 112 × 112`, `512 × 1 × 7 × 7 → 101`. */
import type { CheckedPhase, TensorShape } from "../../language/checked.ts";
import { type Interval, isExact } from "../../language/dims/interval.ts";
import type { ComponentValue } from "../../language/values/value.ts";
import type { Draft } from "./draft.ts";

/** What a data set's clips are when they reach the model: a shape for each frame size that makes a difference. */
export function clipShapes(data: ComponentValue, draft: Draft): string[] {
  const shapes = (phaseOf(data, draft)?.runs ?? []).flatMap(({ clip }) => (clip ? [textOfShape(clip)] : []));
  return shapes.length === 0 ? [] : [[...new Set(shapes)].join(", ")];
}

/** The phase that a data set is. */
export function phaseOf(data: ComponentValue, { checked }: Draft): CheckedPhase | undefined {
  const same = (other: ComponentValue): boolean =>
    other === data || (other.binding !== undefined && other.binding === data.binding);
  return checked.phases.find((phase) => same(phase.data));
}

/** What a head is given in train and how many classes it makes of that. */
export function blockShape(head: string, block: string, { checked }: Draft): string | undefined {
  const [run] = (checked.phases.find(({ role }) => role === "train") ?? checked.phases[0])?.runs ?? [];
  const from = run?.blocks.find(({ name }) => name === block)?.tensor;
  const classes = run?.heads.find(({ name }) => name === head)?.tensor.dims.at(-1);
  return from && classes ? `${textOfShape(from)} → ${textOfSize(classes.size)}` : undefined;
}

function textOfShape({ dims }: TensorShape): string {
  return dims.map(({ size }) => textOfSize(size)).join(" × ");
}

function textOfSize(size: Interval): string {
  if (isExact(size)) return String(size.low);
  const [low, high] = [size.low, size.high].map((end) => (Number.isFinite(end) ? String(end) : ""));
  return low === "" && high === "" ? "?" : `${low}..${high}`;
}
