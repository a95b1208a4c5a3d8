/** An emitted program on the disk, and what Node needs to run it there. */
import { existsSync, lstatSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EmittedProgram } from "../compiler/emit.ts";
import { loadTools } from "./load-tools.ts";

/** vcl's own folder: `vcl/runtime/…` of a program leads there. */
const packageRoot = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Writes `experiment.ts`, `experiment.mjs` with its map, and the user's own components; gives the path of the `.mjs`.
 * RunError where the disk refuses.
 */
export async function writeProgram(program: EmittedProgram, folder: string): Promise<string> {
  const files = new Map([
    ["experiment.ts", program.ts],
    ["experiment.mjs", program.mjs],
    ["experiment.mjs.map", program.mjsMap],
    ...program.modules,
  ]);
  const { makeFolder } = await loadTools();
  await onDisk(folder, async () => {
    for (const [name, text] of files) {
      const path = join(folder, name);
      await makeFolder(dirname(path));
      writeFileSync(path, text);
    }
  });
  return join(folder, "experiment.mjs");
}

/** The map from `experiment.ts` into the `.vcl`, for editors; a run needs it not. */
export async function writeMap(program: EmittedProgram, folder: string): Promise<void> {
  await onDisk(folder, async () => writeFileSync(join(folder, "experiment.ts.map"), program.tsMap));
}

/** Makes `vcl/runtime` resolve for programs in `folder`; the result takes that away again. RunError where the disk refuses. */
export async function linkRuntime(folder: string): Promise<() => void> {
  const modules = join(folder, "node_modules");
  const link = join(modules, "vcl");
  if (existsSync(link)) return () => {};
  const { makeFolder } = await loadTools();
  await onDisk(folder, async () => {
    // A link may be left that leads nowhere any more.
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
    await makeFolder(modules);
    symlinkSync(packageRoot, link, "junction");
  });
  return () => {
    rmSync(link, { force: true });
    try {
      rmdirSync(modules);
    } catch {
      // Something else lies there: it stays.
    }
  };
}

async function onDisk(folder: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const { diskError } = await loadTools();
    throw diskError(error, `the program into ${folder}`);
  }
}
