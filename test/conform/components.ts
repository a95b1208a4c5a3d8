/** Every component that `stdlib` declares, what implements it, and something that fits each of its required fields. */
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { camelCase } from "../../src/compiler/plan/names.ts";
import type { ExternDecl, FieldDecl, TypeNode } from "../../src/language/syntax/ast.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import type { Component } from "../../src/runtime/component.ts";
import { uniform } from "../../src/runtime/samplers/uniform.ts";
import { toFloat } from "../../src/runtime/transforms/color.ts";

const root = new URL("../../", import.meta.url);

export const components: readonly ExternDecl[] = readdirSync(new URL("stdlib/", root), {
  recursive: true,
  encoding: "utf8",
})
  .filter((name) => name.endsWith(".vcl"))
  .flatMap(
    (name) =>
      parse({ path: name, text: readFileSync(new URL(`stdlib/${name}`, root), "utf8"), origin: "stdlib" }).tree.decls,
  )
  .filter((decl) => decl.kind === "extern");

export function fieldsOf(decl: ExternDecl): readonly FieldDecl[] {
  return [...decl.positional, ...decl.items.filter((item): item is FieldDecl => item.kind === "field")];
}

/** The names of one kind. */
export function namesOf(kind: string): readonly string[] {
  return components.filter((decl) => decl.component.name === kind).map((decl) => decl.name.name);
}

const samples: Readonly<Record<string, unknown>> = {
  dir: "folder",
  file: "file",
  path: "test.loss",
  phase: "train",
  bool: false,
  dims2: [1, 1],
  dims3: [1, 1, 1],
  clip_type: [3, 1, 8, 8],
  sampler: uniform({ clipsPerVideo: 1 }),
  transform: toFloat(),
};

/** Something that fits a required field. */
export function sample(type: TypeNode): unknown {
  switch (type.kind) {
    case "union":
      return type.alternatives[0] && sample(type.alternatives[0]);
    case "optional":
      return null;
    case "member":
      return type.name.name;
    case "list":
      // Milestones stand between rates: none, where there is one rate.
      return type.of.kind === "named" && type.of.name.name === "epochs" ? [] : [sample(type.of)];
    case "named":
      return samples[type.name.name] ?? 1;
  }
}

export type Factory = (options: object) => Component;

export async function factoryOf(decl: ExternDecl): Promise<Factory> {
  const module = decl.from?.value ?? "";
  expect(module).toMatch(/^vcl\/runtime\//);
  const path = new URL(`src/runtime/${module.slice("vcl/runtime/".length)}.ts`, root);
  const found = ((await import(path.href)) as Record<string, unknown>)[camelCase(decl.name.name)];
  expect(found).toBeTypeOf("function");
  return found as Factory;
}
