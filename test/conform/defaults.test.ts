/** Every component of `stdlib`: its module is there, takes what is declared, and has the same defaults. */
import { describe, expect, it } from "vitest";
import { camelCase } from "../../src/compiler/plan/names.ts";
import type { Expr, FieldDecl } from "../../src/language/syntax/ast.ts";
import { components, factoryOf, fieldsOf, sample } from "./components.ts";

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
