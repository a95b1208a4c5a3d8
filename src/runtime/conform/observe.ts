/** One trial of one component: made by an emitted program, then run by itself. */
import { pathToFileURL } from "node:url";
import type { Component, Description, Option } from "../component.ts";
import type { DataSet, Sampler, Transform } from "../data.ts";
import { selectEngine } from "../engine/select.ts";
import type { Experiment, Hook } from "../experiment.ts";
import type { Head, Loss, Meter, Model, Optimizer, Schedule } from "../network.ts";
import { runProgram } from "../trainer/program.ts";
import { observeDataSet } from "./dataset.ts";
import { observeHead } from "./head.ts";
import { observeHook } from "./hook.ts";
import { observeLoss } from "./loss.ts";
import { observeMeter } from "./meter.ts";
import { observeModel } from "./model.ts";
import type { Fault, Observation, Seen, Trial } from "./observation.ts";
import { observeOptimizer } from "./optimizer.ts";
import { observeSampler } from "./sampler.ts";
import { observeSchedule } from "./schedule.ts";
import { observeTransform } from "./transform.ts";

/** What a recorder's factory was told and made; see `recorderText`. */
interface Made {
  readonly options: { readonly [name: string]: unknown };
  readonly component: unknown;
}

/**
 * A module in front of a component's own: it exports the same factory, and `made`, which holds what the factory was told and
 * made. A program that imports this one hands out any component, however deep inside others it stands.
 */
export function recorderText(specifier: string, name: string): string {
  return `import { ${name} as factory } from ${JSON.stringify(specifier)};
export const made = [];
export function ${name}(options) {
  const component = arguments.length === 0 ? factory() : factory(options);
  made.push({ options: options ?? {}, component });
  return component;
}
`;
}

/** Runs a program (its path) as far as making its parts, takes the component from the recorder and tries it. */
export async function observe(
  kind: string,
  file: string,
  params: object,
  recorder: string,
  trial: Trial,
): Promise<Observation> {
  const { experiment } = await runProgram(file, params, { inspect: "parts" });
  const { made }: { readonly made: readonly Made[] } = await import(pathToFileURL(recorder).href);
  const first = made[0];
  if (first === undefined || experiment === undefined) throw new Error("the program made no such component");
  const component = first.component as Component;
  const shape = componentFaults(component, kind);
  if (shape.length > 0) return { described: { component: "", options: {} }, given: {}, outputs: [], faults: shape };
  const described = component.describe();
  const kept = plain(described) as unknown as Description;
  const given = plain(first.options) as Description["options"];
  const lost = kept === undefined || kept === null || typeof kept?.options !== "object";
  if (lost)
    return {
      described: { component: "", options: {} },
      given,
      outputs: [],
      faults: [{ title: "describe() gives no component and options" }],
    };
  await selectEngine("wasm");
  const seen = await observeKind(kind, component, experiment, trial);
  return { described: kept, given, ...seen };
}

const functionsOf: { readonly [kind: string]: readonly string[] } = {
  dataset: ["inspect", "open"],
  transform: ["apply"],
  sampler: ["pick"],
  model: ["attach", "build"],
  head: ["build"],
  loss: ["compute"],
  optimizer: ["build"],
  schedule: ["at"],
  meter: ["start"],
  hook: ["start"],
};

/** Whether it is a component of its kind at all. */
function componentFaults(component: unknown, kind: string): readonly Fault[] {
  if (typeof component !== "object" || component === null) {
    return [{ title: `its function gives ${component === null ? "null" : typeof component}, no ${kind}` }];
  }
  const missing = ["describe", ...(functionsOf[kind] ?? [])].filter(
    (name) => typeof Reflect.get(component, name) !== "function",
  );
  return missing.length === 0
    ? []
    : [
        {
          title: `what it makes has no ${missing.map((name) => `${name}()`).join(", ")}`,
          help: `a ${kind} has all that its type in vcl/runtime says`,
        },
      ];
}

async function observeKind(kind: string, component: Component, experiment: Experiment, trial: Trial): Promise<Seen> {
  switch (kind) {
    case "head":
      return observeHead(component as Head, trial);
    case "model":
      return observeModel(component as Model, trial);
    case "transform":
      return observeTransform(component as Transform, trial);
    case "sampler":
      return observeSampler(component as Sampler, trial);
    case "loss":
      return observeLoss(component as Loss, trial);
    case "meter":
      return observeMeter(component as Meter, trial);
    case "optimizer":
      return observeOptimizer(component as Optimizer, trial);
    case "schedule":
      return observeSchedule(component as Schedule);
    case "hook":
      return observeHook(component as Hook, experiment, trial);
    default:
      return observeDataSet(component as DataSet, trial);
  }
}

/** As JSON keeps it, components as their descriptions. */
function plain(value: unknown): Option | undefined {
  const text = JSON.stringify(value, (_, each: unknown) => (isComponent(each) ? each.describe() : each));
  return text === undefined ? undefined : JSON.parse(text);
}

function isComponent(value: unknown): value is Component {
  return typeof value === "object" && value !== null && "describe" in value && typeof value.describe === "function";
}
