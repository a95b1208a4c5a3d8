/** Values at the edges of each declared range construct; values just outside are refused by the check. */
import { describe, expect, it } from "vitest";
import { camelCase } from "../../src/compiler/plan/names.ts";
import type { ExternDecl, FieldDecl } from "../../src/language/syntax/ast.ts";
import { check } from "../language/helpers.ts";
import { components, factoryOf, fieldsOf, sample } from "./components.ts";

interface Range {
  /** The lists that the numbers stand in, from outside: how many entries each must have. */
  readonly lists: readonly number[];
  readonly unit: string;
  readonly inside: readonly number[];
  readonly outside: readonly number[];
}

/** `int >= 1`, `real in 0..<1`, `[epochs > 0]`, as the declaration writes them; undefined for a type without a range. */
function rangeOf({ type }: FieldDecl): Range | undefined {
  const text = type.span.file.text.slice(type.span.start, type.span.end).replace(/\s+/g, " ");
  const [, lists = "", base = "", bound = ""] = /^(\[*)([a-z]+(?: per [a-z]+)?) ((?:>=?|in) [\d.<]+)/.exec(text) ?? [];
  if (bound === "") return undefined;
  const step = base === "real" ? 1e-6 : 1;
  const lengths = [...text.matchAll(/(?:; (\d+))?\]/g)].map(([, length = "1"]) => Number(length)).toReversed();
  const range = { lists: lengths.slice(0, lists.length), unit: base === "int" || base === "real" ? "" : ` ${base}` };
  const [, op = "", low = 0] = (/^(>=?) (.+)$/.exec(bound) ?? []).map((part, i) => (i === 2 ? Number(part) : part));
  if (op === ">=") return { ...range, inside: [Number(low)], outside: [Number(low) - step] };
  if (op === ">") return { ...range, inside: [Number(low) + step], outside: [Number(low)] };
  const [, from = 0, open, to = 0] = (/^in (\d+)\.\.(<?)(\d+)$/.exec(bound) ?? []).map((part, i) =>
    i % 2 === 1 ? Number(part) : part,
  );
  return open === "<"
    ? { ...range, inside: [Number(from), Number(to) - step], outside: [Number(from) - step, Number(to)] }
    : { ...range, inside: [Number(from), Number(to)], outside: [Number(from) - step, Number(to) + step] };
}

const ranged = components.flatMap((decl) =>
  fieldsOf(decl).flatMap((field) => {
    const range = field.derived ? undefined : rangeOf(field);
    return range ? [{ decl, field, range, name: `${decl.name.name}.${field.name.name}` }] : [];
  }),
);

const errorsOf = (decl: ExternDecl, field: FieldDecl, range: Range, value: number): readonly string[] => {
  const text = range.lists.reduceRight(
    (entry, length) => `[${Array.from({ length }, () => entry).join(", ")}]`,
    `${value}${range.unit}`,
  );
  return check(
    `let x: ${decl.component.name === "dataset" ? "dataset" : decl.component.name} = ${decl.name.name} { ${field.name.name}: ${text} }\n`,
  )
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ code }) => code);
};

/** What else a value at an edge needs. */
const beside: Readonly<Record<string, object>> = { "multistep.at": { values: [1, 1] } };

describe("declared ranges", () => {
  it("are found: there are many, of every form", () => {
    expect(ranged.length).toBeGreaterThan(30);
    expect(ranged.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "sgd.momentum",
        "sgd.lr",
        "resnext3d.blocks",
        "resnext3d.temporal_kernels",
        "ucf101.fold",
        "multistep.at",
        "random.clips_per_video",
      ]),
    );
  });

  it.each(ranged)("$name: just outside is refused", ({ decl, field, range }) => {
    for (const value of range.outside) {
      const [first] = errorsOf(decl, field, range, value);
      expect({ value, refused: first !== undefined && /^V02/.test(first) }).toEqual({ value, refused: true });
    }
  });

  it.each(ranged)("$name: the edges construct", async ({ decl, field, range, name }) => {
    const make = await factoryOf(decl);
    const required = fieldsOf(decl).filter((each) => each.default === undefined || each.derived);
    for (const value of range.inside) {
      expect({ value, errors: errorsOf(decl, field, range, value).filter((code) => code === "V0204") }).toEqual({
        value,
        errors: [],
      });
      // An edge that a `require` of the declaration takes away again: 0% of a run.
      if (field.name.name === "over" && value === 0) continue;
      let option: unknown = value;
      for (const length of range.lists.toReversed()) option = Array.from({ length }, () => option);
      const options = {
        ...(decl.component.name === "head" ? { name: "h" } : {}),
        ...(decl.component.name === "model" ? { clip: [3, 1, 8, 8] } : {}),
        ...Object.fromEntries(
          required.flatMap((each) =>
            each.derived && decl.component.name === "model" ? [] : [[camelCase(each.name.name), sample(each.type)]],
          ),
        ),
        ...beside[name],
        [camelCase(field.name.name)]: option,
      };
      expect(make(options).describe().component).toBe(decl.name.name);
    }
  });

  it("a part of a schedule covers something", () => {
    const { diagnostics } = check(
      'data t = motion { folder: "m", split: .train, clip: 1 frame, sample: random(1 clip per video), batch: 1 clip, transform: to_float }\nmodel m = resnext3d { blocks: [1], head h at stage1.last = fully_convolutional_linear {} }\nexperiment e { phases: [t], model: m, loss: cross_entropy, optimizer: sgd { lr: cosine { from: 1, to: 0, over: 0% } then constant(1) }, epochs: 1 epoch }\n',
    );
    expect(diagnostics.some(({ title }) => title === "a part of a schedule covers more than 0% of the run")).toBe(true);
  });
});
