/** A program on trial: in a folder of its own that is gone afterwards. It trains and writes nothing. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EmittedProgram } from "../compiler/emit.ts";
import { linkRuntime, writeProgram } from "./program-folder.ts";

/** Calls `ask` with the path of a program that was compiled for the folder `into`. */
export async function tryProgram<Answer>(
  program: EmittedProgram,
  into: string,
  ask: (file: string) => Promise<Answer>,
): Promise<Answer> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vcl-")));
  try {
    await linkRuntime(folder);
    return await ask(await writeProgram(relocated(program, into), folder));
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
