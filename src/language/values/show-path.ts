/** One part of a resolved experiment, by its path: `model.clip`, `train.transform.2`, `meters.accuracy.topk`, `ucf.classes`. */
import type { CheckedExperiment, CheckResult } from "../checked.ts";
import { stepsText, videosText } from "../shapes/phase-words.ts";
import { type Context, type Shown, showExperiment, showValue } from "./show.ts";

/**
 * A field of the experiment, or a top-level name of the file, and what is below it. Entries of a list go by their number,
 * or by their component's name where there is one of it. Undefined where there is no such thing.
 */
export function showPath(path: string, checked: CheckedExperiment | undefined, result: CheckResult): Shown | undefined {
  const [first = "", ...rest] = path.split(".");
  const context = { checked, result };
  const top = showName(first, context) ?? (checked && below(showExperiment(checked, result), first, context));
  return rest.reduce<Shown | undefined>((at, name) => at && below(at, name, context), top);
}

/** All top-level names of a file that has no experiment. */
export function showNames(name: string, result: CheckResult): Shown {
  const context = { checked: undefined, result };
  const values = result.names.filter((each) => each.kind !== "composite" && each.kind !== "experiment");
  const fields = values.flatMap((each) => showName(each.name, context) ?? []);
  return {
    path: name,
    name,
    value: `${fields.length} ${fields.length === 1 ? "name" : "names"}`,
    how: "set",
    places: [],
    docs: [],
    fields,
  };
}

function showName(name: string, context: Context): Shown | undefined {
  const { checked, result } = context;
  const binding = result.names.find((each) => each.name === name) ?? result.params.find((each) => each.name === name);
  if (binding === undefined) return undefined;
  const phase = checked?.phases.find((each) => each.name === name && each.data.binding === binding);
  return showValue(phase?.data ?? binding.value(), name, name, binding.docs, context, 0);
}

function below(shown: Shown, name: string, context: Context): Shown | undefined {
  return (
    shown.fields.find((each) => each.name === name) ??
    entry(shown, name) ??
    ofEpoch(shown, name, context) ??
    fact(shown, name, context)
  );
}

function entry({ held, fields }: Shown, name: string): Shown | undefined {
  if (held?.kind !== "list" && held?.kind !== "composed") return undefined;
  const numbered = fields[Number(name) - 1];
  if (numbered) return numbered;
  const [only, ...others] = fields.filter(
    (each) => each.held?.kind === "component" && each.held.declaration.name === name,
  );
  return others.length === 0 ? only : undefined;
}

/** `train.steps`, `test.videos`: what an epoch of a phase is. */
function ofEpoch({ path, held }: Shown, name: string, { checked }: Context): Shown | undefined {
  const phase = checked?.phases.find(({ data }) => data === held);
  const words = phase && {
    steps: stepsText(phase),
    videos: videosText(phase),
    clips: phase.clips && `${phase.clips} clips`,
  };
  const value = words && Object.hasOwn(words, name) ? words[name as keyof typeof words] : undefined;
  if (!value) return undefined;
  return { path: `${path}.${name}`, name, value: String(value), how: "derived", places: [], docs: [], fields: [] };
}

function fact({ path, held }: Shown, name: string, context: Context): Shown | undefined {
  const value = held?.kind === "component" ? context.result.evaluation.factOf(held, name) : undefined;
  return value && showValue(value, name, `${path}.${name}`, [], context, 0);
}
