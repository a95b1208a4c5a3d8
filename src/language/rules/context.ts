/** What every family of rules gets: the experiment's parts, by the roles they play in it. */

import type { Label } from "../diagnostics/diagnostic.ts";
import { isExact } from "../dims/interval.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import type { Findings } from "../shapes/findings.ts";
import { clipsPerVideo, type PhaseNumbers, phaseNumbers } from "../shapes/phase-numbers.ts";
import type { ShapeRuns } from "../shapes/run.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import type { ComponentValue, ExperimentValue, NumberValue, Value } from "../values/value.ts";

export interface Parts {
  readonly experiment: ExperimentValue;
  readonly phases: readonly PhaseAt[];
  /** The phase that trains. */
  readonly train: PhaseAt | undefined;
  readonly model: ComponentValue | undefined;
  readonly loss: ComponentValue | undefined;
  readonly optimizer: ComponentValue | undefined;
  readonly meters: readonly ComponentValue[];
  readonly hooks: readonly ComponentValue[];
}

export interface Context extends Parts {
  /** Advice is wanted too. */
  readonly pedantic: boolean;
  readonly evaluation: Evaluation;
  readonly findings: Findings;
  readonly runs: ShapeRuns;
}

/** The experiment's parts; those that could not be evaluated are left out. */
export function partsOfExperiment(experiment: ExperimentValue, evaluation: Evaluation): Parts {
  const field = (name: string): Value | undefined => evaluation.fieldOf(experiment, name);
  const component = (name: string): ComponentValue | undefined => {
    const value = field(name);
    return value?.kind === "component" ? value : undefined;
  };
  const components = (name: string): readonly ComponentValue[] => {
    const value = field(name);
    return value?.kind === "list" ? value.items.filter((item) => item.kind === "component") : [];
  };
  const phases = components("phases").flatMap((data): PhaseAt[] => {
    const name = phaseName(data);
    return name === undefined ? [] : [{ name, role: name === "train" ? "train" : "test", data }];
  });
  return {
    experiment,
    phases,
    train: phases.find((phase) => phase.role === "train"),
    model: component("model"),
    loss: component("loss"),
    optimizer: component("optimizer"),
    meters: components("meters"),
    hooks: components("hooks"),
  };
}

/** A phase is called what its data set is declared as; one that is amended on the spot keeps that name. */
export function phaseName(data: ComponentValue): string | undefined {
  for (let at: ComponentValue | undefined = data; at; at = at.base) if (at.binding) return at.binding.name;
  return undefined;
}

export function numbersOf(phase: PhaseAt, evaluation: Evaluation): PhaseNumbers {
  return phaseNumbers(phase.data, phase.role, evaluation);
}

/** Whether this phase alone holds the value that it has in a field: what is set once for several cannot be changed for one. */
export function isOwn(
  phase: PhaseAt,
  name: string,
  { phases, evaluation }: Pick<Context, "phases" | "evaluation">,
): boolean {
  const place = (each: PhaseAt): string => {
    const { file, start } = evaluation.fieldOf(each.data, name)?.origin.span ?? each.data.origin.span;
    return `${file.path}:${start}`;
  };
  return phases.every((each) => each === phase || place(each) !== place(phase));
}

/** Whether a value was given on the command line, or follows from a param that was. */
export function isArgument(value: Value): boolean {
  return value.origin.how === "argument" || [...value.params].some((param) => param.value().origin.how === "argument");
}

/** The name under which a phase's data set is declared: `this phase tests`. */
export function phaseLabel(phase: PhaseAt, text: string): readonly Label[] {
  const { binding } = phase.data;
  return binding ? [{ span: binding.nameSpan, text }] : [];
}

/** Whether a fact or field of this name is there and true. */
export function isTrue(component: ComponentValue, fact: string, evaluation: Evaluation): boolean {
  const value = evaluation.factOf(component, fact);
  return value?.kind === "bool" && value.value === true;
}

/** Meters that average a video's clips say so as a fact. */
export function averagingMeter({ meters, evaluation }: Context): ComponentValue | undefined {
  return meters.find((meter) => isTrue(meter, "averages_videos", evaluation));
}

/** A number of a phase's data set, where it is one number. */
export function exactField(phase: PhaseAt, name: string, { evaluation }: Context): NumberValue | undefined {
  const value = evaluation.fieldOf(phase.data, name);
  return value?.kind === "number" && isExact(value.interval) ? value : undefined;
}

/** Clips of each video, where that is one number. */
export function exactPerVideo(phase: PhaseAt, { evaluation }: Context): number | undefined {
  const each = clipsPerVideo(phase.data, evaluation);
  return each && isExact(each) ? each.low : undefined;
}
