/** Every component of `stdlib` is there and documented; `stdlib.test.ts` tries each of them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ExternDecl, FieldDecl } from "../../src/language/syntax/ast.ts";
import { parse } from "../../src/language/syntax/parse.ts";

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
    it(`${name}: everything has a doc comment`, () => {
      expect(decl.docs.length).toBeGreaterThan(0);
      for (const field of fieldsOf(decl))
        expect({ field: field.name.name, docs: field.docs.length > 0 }).toEqual({ field: field.name.name, docs: true });
    });
  }
});
