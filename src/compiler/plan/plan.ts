/** From a checked experiment to the plan of its program. */
import { posix } from "node:path";
import type { CheckedExperiment } from "../../language/checked.ts";
import type { Binding } from "../../language/names/scope.ts";
import type { SourceFile } from "../../language/source/source-file.ts";
import { decidedNames, wantedNames } from "./decide-names.ts";
import { createDraft, type Draft, type Names } from "./draft.ts";
import { lowerExperiment } from "./experiment.ts";
import { folderOf } from "./heading.ts";
import { groupedImports, importsOf } from "./imports.ts";
import { camelCase } from "./names.ts";
import { orderedGroups } from "./order.ts";
import { isFlag, lowerFixed, lowerParam, type PlainValue, paramValue } from "./params.ts";
import type { Experiment, FixedParam, Param, Program } from "./program.ts";
import { lowerValue } from "./value.ts";

export interface PlanOptions {
  /** Of vcl. */
  readonly version: string;
  /** The file as it stands in a command: `ucf101.vcl`. */
  readonly source: string;
  /** All params of the file, those included that an imported module leaves open. */
  readonly params: readonly Binding[];
  /**
   * Folder in which the program will lie, absolute, `/` between the parts. Source maps are relative to it, and a user's own
   * components are copied into it. Without it the program stands for reading: it imports them from where they lie.
   */
  readonly into?: string;
}

/** All that the texts of a program are made of: plain data, which can be sent to another process. */
export interface Plan {
  readonly program: Program;
  /** Of the experiment's file. */
  readonly folder: string;
  /** `PlanOptions.into` */
  readonly into: string | undefined;
  /** What `main` takes as `params`: the values that were given or are the default. Open ones are missing. */
  readonly params: { readonly [name: string]: PlainValue };
  /** Names, in vcl, of the params that are compiled in. */
  readonly fixed: readonly string[];
}

export type Planned =
  | { readonly kind: "plan"; readonly plan: Plan }
  /** Literals would have to be computed from these params, and they have no value. */
  | { readonly kind: "open"; readonly params: readonly Binding[] };

/** The plan is the same for the same input, whatever ran before. */
export function planProgram(checked: CheckedExperiment, options: PlanOptions): Planned {
  const params = options.params.filter(({ type }) => type !== undefined && isFlag(type));
  const first = lower(checked, params, wantedNames);
  if (first.draft.open.size > 0) return { kind: "open", params: params.filter((param) => first.draft.open.has(param)) };
  const names = decidedNames(first.draft);
  const { draft, experiment, own, fixed } = lower(checked, params, names);
  const statements = orderedGroups(draft).flatMap((group) => group.statements);
  const program: Program = {
    version: options.version,
    source: options.source,
    docs: moduleDocs(checked.file),
    imports: groupedImports(importsOf(draft), names),
    here: draft.usesHere ? folderOf(draft) : undefined,
    params: own,
    fixed,
    statements,
    experiment,
  };
  const plan: Plan = {
    program,
    folder: posix.dirname(checked.file.path),
    into: options.into,
    params: valuesOf(params.filter((param) => !draft.fixed.has(param))),
    fixed: params.filter((param) => draft.fixed.has(param)).map(({ name }) => name),
  };
  return { kind: "plan", plan };
}

function valuesOf(params: readonly Binding[]): Plan["params"] {
  return Object.fromEntries(
    params.flatMap((param) => {
      const value = paramValue(param);
      return value === undefined ? [] : [[camelCase(param.name), value]];
    }),
  );
}

interface Pass {
  readonly draft: Draft;
  readonly experiment: Experiment;
  readonly own: readonly Param[];
  readonly fixed: readonly FixedParam[];
}

function lower(checked: CheckedExperiment, params: readonly Binding[], names: Names): Pass {
  const draft = createDraft({ checked, params: new Set(params), names, lower: lowerValue });
  const experiment = lowerExperiment(names.of(checked.value), draft);
  const why = new Map([...draft.fixed].map(([param, reasons]) => [param, [...reasons]]));
  const fixed = params.filter((param) => why.has(param) && !draft.open.has(param));
  return {
    draft,
    experiment,
    own: params.filter((param) => !why.has(param)).map((param) => lowerParam(param, draft)),
    fixed: fixed.map((param) => lowerFixed(param, why.get(param) ?? [], draft)),
  };
}

/** The lines of `//!` at the head of a file. */
function moduleDocs({ text }: SourceFile): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const end = lines.findIndex((line) => !line.startsWith("//!"));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.slice(3));
}
