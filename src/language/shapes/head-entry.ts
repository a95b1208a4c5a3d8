/** A head where a block's tensor comes in. */
import type { Label } from "../diagnostics/diagnostic.ts";
import type { ComponentValue } from "../values/value.ts";
import { derivedValues } from "./derived.ts";
import { bind, rulesFor } from "./flow.ts";
import { reportMisfit } from "./misfit.ts";
import type { Checking } from "./requires.ts";
import { type PhaseAt, plainSituation, type Situation, withNames } from "./situation.ts";
import type { Tensor } from "./tensor.ts";
import type { TrunkCase } from "./trunk.ts";

/** All that reaches a head: the trunk's blocks in every phase, by frame size. */
export interface TrunkRuns {
  readonly model: ComponentValue;
  readonly phases: readonly { readonly phase: PhaseAt; readonly frames: readonly (readonly TrunkCase[])[] }[];
}

/** The head where this tensor comes in, its derived fields known; undefined where it does not fit, reported. */
export function enterHead(
  component: ComponentValue,
  tensor: Tensor,
  from: TrunkCase,
  phase: PhaseAt,
  checking: Checking,
  given: Label,
): Situation | undefined {
  const plain = { ...plainSituation(component, phase), draws: from.draws };
  const rule = rulesFor("takes", plain, checking.evaluation)[0];
  if (!rule) return { ...plain, tensor };
  const bound = bind(rule.type, tensor, plain, checking.evaluation);
  if (bound.kind !== "bound") {
    reportMisfit(bound, component, tensor, checking.findings, given);
    return undefined;
  }
  return withNames(bound.situation, derivedValues(bound.situation, checking, given));
}
