/** Values as `vcl show` writes them: components by their names, since their fields stand below; clips by their sizes. */
import type { CheckedExperiment } from "../checked.ts";
import { type Interval, isExact } from "../dims/interval.ts";
import { plainNumber, textOfValue } from "./print.ts";
import type { ComponentValue, Value } from "./value.ts";

/** `name` is the field's or the declaration's own, which is not said again. */
export function shortText(value: Value, name: string, checked: CheckedExperiment | undefined): string {
  if (value.kind === "component") {
    const component = value.declaration.name;
    const { binding } = value;
    return binding && binding.kind !== "component" && ![component, name].includes(binding.name)
      ? `${binding.name}: ${component}`
      : component;
  }
  if (value.kind === "experiment") return "experiment";
  if (value.kind === "clip") return clipText(value.data, checked) ?? textOfValue(value);
  if (value.kind === "list" && value.items.some(hasFields))
    return `${value.items.length} ${value.items.length === 1 ? "entry" : "entries"}`;
  return isOpen(value) ? "open" : textOfValue(value);
}

/** What a data set yields after its transforms, over all sizes of its frames: `tensor [3, 32, 112, 112]`. */
function clipText(data: ComponentValue, checked: CheckedExperiment | undefined): string | undefined {
  const phase = checked?.phases.find(
    (each) => each.data === data || (data.binding && each.data.binding === data.binding),
  );
  const clips = phase?.runs.flatMap((run) => (run.clip ? [run.clip.dims.map((dim) => dim.size)] : [])) ?? [];
  const [first] = clips;
  if (first === undefined) return undefined;
  const sizes = first.map((_, index) => sizeText(clips.flatMap((clip) => clip[index] ?? [])));
  return `tensor [${sizes.join(", ")}]`;
}

function sizeText(sizes: readonly Interval[]): string {
  const low = Math.min(...sizes.map((each) => each.low));
  const high = Math.max(...sizes.map((each) => each.high));
  return isExact({ low, high }) ? plainNumber(low) : `${plainNumber(low)}..${plainNumber(high)}`;
}

/** Whether a value is told by what stands below it. */
export function hasFields(value: Value): boolean {
  return value.kind === "component" || value.kind === "composed";
}

/** What nobody gave a value, or what follows from such a thing. */
export function isOpen({ kind }: Value): boolean {
  return kind === "unknown" || kind === "poison";
}
