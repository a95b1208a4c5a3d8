/** What is wrong with the folders, lists and indexes that an experiment reads: found by the runtime, shown where they are named. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EmittedProgram } from "../compiler/emit.ts";
import type { CheckedExperiment } from "../language/checked.ts";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic, Label } from "../language/diagnostics/diagnostic.ts";
import { textOf } from "../language/source/source-file.ts";
import type { Value } from "../language/values/value.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { linkRuntime, writeProgram } from "./program-folder.ts";

type FileProblem = Awaited<ReturnType<Tools["inspectProgram"]>>[number];

/**
 * Asks the data sets of a program that was compiled for the folder `into`. It runs in a folder of its own that is gone
 * afterwards; it trains and writes nothing.
 */
export async function inspectFiles(
  experiment: CheckedExperiment,
  program: EmittedProgram,
  into: string,
): Promise<readonly Diagnostic[]> {
  const tools = await loadTools();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vcl-")));
  try {
    await linkRuntime(folder);
    const file = await writeProgram(relocated(program, into), folder);
    const problems = await tools.inspectProgram(file, program.params);
    return problems.map((problem) => diagnosticOf(problem, experiment));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Source maps that lead to the same files from anywhere, so that an error of the program still points into the `.vcl`. */
function relocated(program: EmittedProgram, into: string): EmittedProgram {
  const absolute = (path: string, json: string): string => {
    const map: { readonly sources: readonly string[] } = JSON.parse(json);
    const base = pathToFileURL(join(into, path));
    return JSON.stringify({ ...map, sources: map.sources.map((source) => new URL(source, base).href) });
  };
  const modules = [...program.modules].map(
    ([path, text]) => [path, path.endsWith(".map") ? absolute(path, text) : text] as const,
  );
  return { ...program, mjsMap: absolute("experiment.mjs.map", program.mjsMap), modules: new Map(modules) };
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
