/** The layers and their arrows, read from every import of every source file. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What each layer may import: layers, and packages (`node:` for all of Node). Files of a layer may import each other. */
const layers: readonly Layer[] = [
  { folder: "grammar", layers: ["src/language/source"], packages: ["chevrotain"] },
  { folder: "src/language", layers: ["grammar"], packages: ["chevrotain"] },
  { folder: "src/compiler", layers: ["grammar", "src/language"], packages: ["ts-morph", "node:"] },
  {
    folder: "src/runtime",
    layers: [],
    packages: ["node:", "@tensorflow/", "fluent-ffmpeg", "@ffmpeg-installer/"],
  },
  {
    folder: "src/cli",
    layers: ["grammar", "src/language", "src/compiler", "src/runtime/tools.ts"],
    packages: ["node:", "commander", "picocolors"],
  },
  { folder: "src/lsp", layers: ["grammar", "src/language"], packages: ["node:", "vscode-languageserver"] },
];

interface Layer {
  readonly folder: string;
  readonly layers: readonly string[];
  readonly packages: readonly string[];
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.[cm]?tsx?$/.test(name))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
  } catch {
    return [];
  }
}

/** `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`, `require("x")`; comments are left out. */
function importsOf(path: string, text: string): Import[] {
  // Templates of new files hold imports that are not theirs.
  const own = path.startsWith("src/cli/new/") ? text.replace(/`(?:\\.|[^`\\])*`/g, "``") : text;
  const code = own
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/^\s*\/\/.*$/gm, "");
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s(?:[^"'`;]*?\sfrom\s*)?["']([^"']+)["']|(?:import|require)\(\s*["']([^"']+)["']/g;
  return [...code.matchAll(pattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? "";
    const to = specifier.startsWith(".")
      ? relative(root, resolve(root, dirname(path), specifier)).replaceAll("\\", "/")
      : specifier;
    return { from: path, to, line: code.slice(0, match.index + match[0].indexOf(specifier)).split("\n").length };
  });
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(".ts") ? folder : `${folder}/`);
}

/** Imports that the table does not allow, as `file:line imports x`. */
function forbidden(imports: readonly Import[]): string[] {
  return imports
    .filter(({ from, to }) => {
      const layer = layers.find(({ folder }) => isInside(from, folder));
      if (layer === undefined) return true;
      const isOurs = /^(src|grammar|test|setup|stdlib|bin|examples|dist)(\/|$)/.test(to) || to.startsWith("..");
      return isOurs
        ? ![layer.folder, ...layer.layers].some((folder) => isInside(to, folder))
        : !layer.packages.some((name) => (/[:/]$/.test(name) ? to.startsWith(name) : to === name));
    })
    .map(({ from, to, line }) => `${from}:${line} imports ${to}`);
}

const sources = ["grammar", "src"].flatMap(filesOf);
const imports = sources.flatMap((path) => importsOf(path, readFileSync(join(root, path), "utf8")));

test("imports run only from later layers to earlier ones", () => {
  expect(imports.length).toBeGreaterThan(50);
  expect(forbidden(imports)).toEqual([]);
});

test("only one module knows fluent-ffmpeg", () => {
  const users = new Set(imports.filter(({ to }) => to === "fluent-ffmpeg").map(({ from }) => from));
  expect([...users]).toHaveLength(1);
});

test("every source file belongs to a layer", () => {
  expect(sources.filter((path) => !layers.some(({ folder }) => isInside(path, folder)))).toEqual([]);
});

test.each([
  ["src/language/check.ts", 'import { readFileSync } from "node:fs";'],
  ["src/language/check.ts", 'import * as tf from "@tensorflow/tfjs-core";'],
  ["src/language/check.ts", 'export { emit } from "../compiler/emit.ts";'],
  ["src/runtime/data.ts", 'import type { Span } from "../language/source/source-file.ts";'],
  ["src/cli/train.ts", 'const data = await import("../runtime/data.ts");'],
  ["src/compiler/emit.ts", 'import "../runtime/data.ts";'],
  ["src/compiler/emit.ts", 'import { run } from "../cli/train.ts";'],
])("an arrow the wrong way is seen: %s with %s", (path, text) => {
  expect(forbidden(importsOf(path, text))).toHaveLength(1);
});

test("arrows the right way, comments and words that look like imports are fine", () => {
  const text = [
    'import { check } from "../language/check.ts";',
    '// import { data } from "../runtime/data.ts";',
    '/* import("../runtime/data.ts") */',
    'const tools = await import("../runtime/tools.ts");',
    'import { join } from "node:path";',
  ].join("\n");
  expect(importsOf("src/cli/train.ts", text)).toHaveLength(3);
  expect(forbidden(importsOf("src/cli/train.ts", text))).toEqual([]);
});
