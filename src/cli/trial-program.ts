/** A program on trial: in a folder of its own that is gone afterwards. It trains and writes nothing. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EmittedProgram } from "../compiler/emit.ts";
import { camelCase } from "../compiler/plan/names.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { componentFailure } from "./component-failure.ts";
import { Diagnosed } from "./diagnosed.ts";
import { loadTools } from "./load-tools.ts";
import type { OwnComponent } from "./own-components.ts";
import { linkRuntime, writeProgram } from "./program-folder.ts";
import { noFactory, unresolvedImport } from "./unusable-module.ts";

/**
 * Calls `ask` with the path of a program that was compiled for the folder `into`, after its `own` components were found to be
 * functions. Diagnosed where one of them is not usable, or throws.
 */
export async function tryProgram<Answer>(
  program: EmittedProgram,
  into: string,
  own: readonly OwnComponent[],
  ask: (file: string) => Promise<Answer>,
): Promise<Answer> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vcl-")));
  try {
    return await ask(await writeTrial(program, into, folder, own));
  } catch (error) {
    throw componentFailure(error, own) ?? error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes it into `folder` and makes sure that its `own` components are functions; gives the program's path. */
export async function writeTrial(
  program: EmittedProgram,
  into: string,
  folder: string,
  own: readonly OwnComponent[],
): Promise<string> {
  await linkRuntime(folder);
  const file = await writeProgram(relocated(program, into), folder);
  await checkModules(program, folder, own);
  return file;
}

async function checkModules(program: EmittedProgram, folder: string, own: readonly OwnComponent[]): Promise<void> {
  if (program.own.length === 0) return;
  const { exportsOf } = await loadTools();
  const found: Diagnostic[] = [];
  for (const { path, file, names } of program.own) {
    const declared = own.map(({ declaration }) => declaration).filter(({ module }) => module === path);
    const [first] = declared;
    if (first === undefined) continue;
    try {
      const exported = await exportsOf(join(folder, file));
      for (const name of names.filter((each) => exported.get(each) !== "function")) {
        found.push(noFactory(declared.find((each) => camelCase(each.name) === name) ?? first, name, exported));
      }
    } catch (error) {
      const unresolved = unresolvedImport(first, error);
      if (unresolved === undefined) throw error;
      found.push(unresolved);
    }
  }
  if (found.length > 0) throw new Diagnosed(found);
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
