import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { printProgram } from "../../src/compiler/emit/print.ts";
import { compose, decodeMappings, lastBefore } from "../../src/compiler/emit/source-map.ts";
import { traceMap } from "../../src/compiler/emit/trace-map.ts";
import { transpile } from "../../src/compiler/emit/transpile.ts";
import { userModules } from "../../src/compiler/emit/user-module.ts";
import type { Program } from "../../src/compiler/plan/program.ts";
import { line, tutorial, tutorialFile } from "./tutorial-plan.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: { readonly [path: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), "vcl-trace-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What Node says when it runs a program in this folder: standard error. */
function failureOf(folder: string): string {
  try {
    execFileSync(process.execPath, ["--enable-source-maps", "run/experiment.mjs"], { cwd: folder, stdio: "pipe" });
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
  throw new Error("the program did not fail");
}

/** Stand-ins for the runtime: the trace is about the program alone. */
const standIns = {
  "run/stand-in.mjs": `export const fails = () => { throw new Error("as it was meant to"); };
export const works = (options) => options;
export const runExperiment = async () => fails();
export const runByHand = async (meta, main) => { await main({}); };
`,
};

function programWith(statements: Program["statements"]): Program {
  const names = ["fails", "works", "runExperiment", "runByHand"].map((name) => ({ name, typeOnly: false }));
  const value = { kind: "object", spread: [], properties: [] } as const;
  return {
    ...tutorial,
    imports: [{ from: "./stand-in.ts", names }],
    here: undefined,
    params: [],
    statements,
    experiment: { ...tutorial.experiment, value },
  };
}

function emitted(program: Program): { mjs: string; map: string } {
  const { text, marks } = printProgram(program);
  const inner = traceMap("experiment.ts", marks, () => "../ucf101.vcl");
  const { code, map } = transpile("experiment", text);
  return { mjs: code, map: JSON.stringify(compose(map, inner)) };
}

function runFolder(program: Program): string {
  const { mjs, map } = emitted(program);
  return folderWith({
    ...standIns,
    "ucf101.vcl": tutorialFile.text,
    "run/experiment.mjs": mjs,
    "run/experiment.mjs.map": map,
  });
}

const heading = { place: "ucf101.vcl:31", lines: [] };

test("an exception in a component's factory points to the line that made it", () => {
  const inner = { kind: "call", callee: "fails", args: [], span: line(35) } as const;
  const value = {
    kind: "call",
    callee: "works",
    args: [{ kind: "object", spread: [], properties: [{ name: "sample", value: inner }] }],
    span: line(31),
  } as const;
  const folder = runFolder(programWith([{ kind: "const", heading, name: "train", value, span: line(31) }]));
  expect(failureOf(folder)).toContain(`at main (${join(folder, "ucf101.vcl")}:35:1)`);
});

test("an exception of the run points to the experiment", () => {
  const folder = runFolder(programWith([]));
  expect(failureOf(folder)).toContain(`(${join(folder, "ucf101.vcl")}:61:1)`);
});

test("what the program holds of its own points nowhere", () => {
  const { mjs, map } = emitted(programWith([]));
  const segments = decodeMappings(JSON.parse(map).mappings);
  const lines = mjs.split("\n");
  const at = lines.findIndex((each) => each.startsWith("await runByHand"));
  expect(lastBefore(segments, at, 8)?.source).toBeUndefined();
});

test("every statement of the tutorial's program is traced to its own line", () => {
  const { text, marks } = printProgram(tutorial);
  const segments = decodeMappings(traceMap("experiment.ts", marks, ({ path }) => path).mappings);
  const lines = text.split("\n");
  for (const [statement, expected] of [
    ["const ucf = ", 23],
    ["const train = ", 31],
    ["const test = ", 40],
    ["const r3d18 = ", 48],
    ["r3d18.attach(", 55],
    ["return await runExperiment(", 61],
  ] as const) {
    const at = lines.findIndex((each) => each.trimStart().startsWith(statement));
    const column = lines[at]?.indexOf("(") ?? 0;
    expect(lastBefore(segments, at, Math.max(column, 2))?.source?.line, statement).toBe(expected - 1);
  }
});

test("a user's own component is copied with all it imports, and fails in its own file", () => {
  const sources: { readonly [path: string]: string } = {
    "/experiments/own/pool.ts": `import { deeper } from "../shared/deeper.js";\n\nexport const pool = (): never => deeper(1);\n`,
    "/experiments/shared/deeper.ts": `export function deeper(depth: number): never {\n  throw new Error(\`as it was meant to: \${depth}\`);\n}\n`,
  };
  const { specifiers, files, missing } = userModules(["/experiments/own/pool.ts"], {
    into: "/experiments/run",
    readText: (path) => sources[path],
  });
  expect(missing).toEqual([]);
  expect(specifiers.get("/experiments/own/pool.ts")).toBe("./components/own/pool.ts");
  expect([...files.keys()].sort()).toEqual([
    "components/own/pool.mjs",
    "components/own/pool.mjs.map",
    "components/own/pool.ts",
    "components/shared/deeper.mjs",
    "components/shared/deeper.mjs.map",
    "components/shared/deeper.ts",
  ]);
  const value = { kind: "call", callee: "pool", args: [], span: line(55) } as const;
  const program = programWith([{ kind: "const", heading, name: "head", value, span: line(55) }]);
  const own = { from: "./components/own/pool.ts", names: [{ name: "pool", typeOnly: false }] };
  const folder = runFolder({ ...program, imports: [...program.imports, own] });
  for (const [path, text] of [
    ...Object.entries(sources),
    ...[...files].map(([name, text]) => [`/experiments/run/${name}`, text]),
  ]) {
    const file = join(folder, String(path).replace("/experiments/", ""));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(text));
  }
  const failure = failureOf(folder);
  expect(failure).toContain(`at deeper (${join(folder, "shared/deeper.ts")}:2:9)`);
  expect(failure).toContain(`at main (${join(folder, "ucf101.vcl")}:55:1)`);
});

test("modules that cannot be read are named, with who imports them", () => {
  const readText = (path: string): string | undefined => (path === "/e/a.ts" ? `import "./b.ts";` : undefined);
  expect(userModules(["/e/a.ts", "/e/c.ts"], { into: "/run", readText }).missing).toEqual([
    { path: "/e/b.ts", importedBy: { path: "/e/a.ts", text: `import "./b.ts";`, start: 7, end: 13 } },
    { path: "/e/c.ts", importedBy: undefined },
  ]);
});
