/** Every component of `stdlib`: its module is there, takes what is declared, and has the same defaults. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { camelCase } from "../../src/compiler/plan/names.ts";
import type { Expr, ExternDecl, FieldDecl, TypeNode } from "../../src/language/syntax/ast.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import type { Component } from "../../src/runtime/component.ts";
import { uniform } from "../../src/runtime/samplers/uniform.ts";
import { toFloat } from "../../src/runtime/transforms/color.ts";

const root = new URL("../../", import.meta.url);

const components: readonly ExternDecl[] = readdirSync(new URL("stdlib/", root), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".vcl"))
  .flatMap(
    (name) =>
      parse({ path: name, text: readFileSync(new URL(`stdlib/${name}`, root), "utf8"), origin: "stdlib" }).tree.decls,
  )
  .filter((decl) => decl.kind === "extern");

function fieldsOf(decl: ExternDecl): readonly FieldDecl[] {
  return [...decl.positional, ...decl.items.filter((item): item is FieldDecl => item.kind === "field")];
}

/** The option that a literal becomes; undefined where the default is computed. */
function literal(expr: Expr): { readonly value: unknown } | undefined {
  switch (expr.kind) {
    case "number":
      return { value: expr.percent ? expr.value / 100 : expr.value };
    case "bool":
    case "string":
      return { value: expr.value };
    case "none":
      return { value: null };
    case "member-literal":
      return { value: expr.name.name };
    case "dims":
      return { value: expr.values };
    case "list": {
      const items = expr.items.map(literal);
      return items.every((item) => item !== undefined) ? { value: items.map((item) => item.value) } : undefined;
    }
    default:
      return undefined;
  }
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
function sample(type: TypeNode): unknown {
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

type Factory = (options: object) => Component;

async function factoryOf(decl: ExternDecl): Promise<Factory> {
  const module = decl.from?.value ?? "";
  expect(module).toMatch(/^vcl\/runtime\//);
  const path = new URL(`src/runtime/${module.slice("vcl/runtime/".length)}.ts`, root);
  const found = ((await import(path.href)) as Record<string, unknown>)[camelCase(decl.name.name)];
  expect(found).toBeTypeOf("function");
  return found as Factory;
}

describe("components", () => {
  it("are all there", () => {
    const names = components.map((decl) => decl.name.name);
    expect(names.toSorted()).toEqual(
      [
        ...["ucf101", "ucf_layout", "motion", "random", "uniform"],
        ...["resize_short", "random_crop", "center_crop", "flip", "to_float", "normalize"],
        ...["resnext3d", "fully_convolutional_linear", "cross_entropy", "binary_cross_entropy"],
        ...["sgd", "adam", "adamw"],
        ...["constant", "linear", "cosine", "multistep", "accuracy", "video_accuracy"],
        ...["log_progress", "checkpoint", "best"],
      ].toSorted(),
    );
  });

  for (const decl of components) {
    const { name } = decl.name;
    it(`${name}: the runtime has the declared fields and defaults`, async () => {
      const fields = fieldsOf(decl);
      // A program always says which clip its model is for.
      const isClip = ({ type }: FieldDecl) => type.kind === "named" && type.name.name === "clip_type";
      const required = fields.filter((field) => field.default === undefined || field.derived || isClip(field));
      const isHead = decl.component.name === "head";
      const given = required.filter((field) => !field.derived || isHead);
      const options = Object.fromEntries(given.map((field) => [camelCase(field.name.name), sample(field.type)]));
      const made = (await factoryOf(decl))({ ...options, ...(isHead ? { name: "h" } : {}) });
      const described = made.describe();
      expect(described.component).toBe(name);
      const known = new Set([...fields.map((field) => camelCase(field.name.name)), ...(isHead ? ["name"] : [])]);
      expect(Object.keys(described.options).filter((key) => !known.has(key))).toEqual([]);
      for (const field of fields) {
        const expected = field.default && !field.derived ? literal(field.default) : undefined;
        if (expected)
          expect({ [field.name.name]: described.options[camelCase(field.name.name)] }).toEqual({
            [field.name.name]: expected.value,
          });
      }
    });

    it(`${name}: everything has a doc comment`, () => {
      expect(decl.docs.length).toBeGreaterThan(0);
      for (const field of fieldsOf(decl))
        expect({ field: field.name.name, docs: field.docs.length > 0 }).toEqual({ field: field.name.name, docs: true });
    });
  }
});
