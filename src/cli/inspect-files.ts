/** What is wrong with the folders, lists and indexes that an experiment reads: found by the runtime, shown where they are named. */
import { basename } from "node:path";
import type { EmittedProgram } from "../compiler/emit.ts";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic, Label } from "../language/diagnostics/diagnostic.ts";
import { plural } from "../language/diagnostics/words.ts";
import { textOf } from "../language/source/source-file.ts";
import type { Value } from "../language/values/value.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { ownComponents } from "./own-components.ts";
import type { RunPlace } from "./run-folder.ts";
import { tryProgram } from "./trial-program.ts";

type Inspected = Awaited<ReturnType<Tools["inspectProgram"]>>;
type FileProblem = Inspected["problems"][number];

/**
 * Asks the data sets of a program that was compiled for the folder `into`. With `place`, also looks whether the run's folder
 * holds a run of another experiment.
 */
export async function inspectFiles(
  experiment: CheckedExperiment,
  result: CheckResult,
  program: EmittedProgram,
  into: string,
  place?: RunPlace,
): Promise<readonly Diagnostic[]> {
  const tools = await loadTools();
  const found = await tryProgram(program, into, ownComponents(experiment, result), (file) =>
    tools.inspectProgram(file, program.params, place?.out),
  );
  const problems = found.problems.map((problem) => diagnosticOf(problem, experiment));
  return place && found.earlier.length > 0 ? [...problems, otherRun(found, place, experiment)] : problems;
}

/** More differences than one takes in at a glance are counted. */
const shownDifferences = 4;

/** V0907 */
function otherRun({ out, earlier }: Inspected, { saidAt }: RunPlace, experiment: CheckedExperiment): Diagnostic {
  const shown = earlier.slice(0, shownDifferences).map(({ path, was, is }) => `${path} ${was} → ${is}`);
  const more = earlier.length - shown.length;
  const span = saidAt ?? experiment.value.origin.key ?? experiment.value.origin.span;
  return diagnose(
    "V0907",
    {},
    {
      primary: { span, text: `${plural(earlier.length, "field")} ${earlier.length === 1 ? "differs" : "differ"}` },
      why: `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      helps: ["another folder for this run: --out FOLDER", "or go on with the earlier one, where it fits: --resume"],
      notes: [`the earlier run's files are moved aside first, to ${basename(out)}.1 or the next free number`],
    },
  );
}

function diagnosticOf(problem: FileProblem, experiment: CheckedExperiment): Diagnostic {
  const { code, severity, message, why, helps } = problem;
  return diagnose(
    code,
    { title: message },
    { severity, helps, ...labelsOf(problem, experiment), ...(why === undefined ? {} : { why }) },
  );
}

/** The value of the field at fault, wherever it was set; the data set itself where the field was left out. */
function labelsOf(
  { phase, field }: FileProblem,
  experiment: CheckedExperiment,
): { readonly primary: Label; readonly secondary: readonly Label[] } {
  const data = experiment.phases.find(({ name }) => name === phase)?.data;
  if (data === undefined) return { primary: { span: experiment.value.origin.span, text: "" }, secondary: [] };
  const value = data.settings.get(field);
  if (value === undefined) return { primary: { span: data.origin.span, text: `its \`${field}\`` }, secondary: [] };
  const source = sourceOf(value);
  const isNamedElsewhere = source.origin.span !== value.origin.span;
  return {
    primary: { span: source.origin.span, text: "" },
    secondary: isNamedElsewhere ? [{ span: value.origin.span, text: `\`${field}\` of ${phase}` }] : [],
  };
}

/** A path that is a param's and nothing more is at fault where the param got its value. */
function sourceOf(value: Value): Value {
  const [param, ...others] = value.params;
  if (param === undefined || others.length > 0) return value;
  const given = param.value();
  const isSame = given.kind === "path" && value.kind === "path" && given.value === value.value;
  return isSame && textOf(given.origin.span) !== "" ? given : value;
}
