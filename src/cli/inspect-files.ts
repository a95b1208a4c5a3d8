/** What is wrong with the folders, lists and indexes that an experiment reads: found by the runtime, shown where they are named. */
import type { EmittedProgram } from "../compiler/emit.ts";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic, Label } from "../language/diagnostics/diagnostic.ts";
import { textOf } from "../language/source/source-file.ts";
import type { Value } from "../language/values/value.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { ownComponents } from "./own-components.ts";
import { tryProgram } from "./trial-program.ts";

type FileProblem = Awaited<ReturnType<Tools["inspectProgram"]>>[number];

/** Asks the data sets of a program that was compiled for the folder `into`. */
export async function inspectFiles(
  experiment: CheckedExperiment,
  result: CheckResult,
  program: EmittedProgram,
  into: string,
): Promise<readonly Diagnostic[]> {
  const tools = await loadTools();
  const problems = await tryProgram(program, into, ownComponents(experiment, result), (file) =>
    tools.inspectProgram(file, program.params),
  );
  return problems.map((problem) => diagnosticOf(problem, experiment));
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
