import { describe, expect, it } from "vitest";
import { textOf } from "../../src/language/source/source-file.ts";
import type { Block, Decl, Entry, Expr, ExternItem, TypeNode } from "../../src/language/syntax/ast.ts";
import { parse, parseExpression } from "../../src/language/syntax/parse.ts";

/** A tree as text: every operator in brackets. */
function shown(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return `${expr.value}${expr.percent ? "%" : ""}${expr.unit ? `_${expr.unit.name}` : ""}${expr.per ? `/${expr.per.name}` : ""}`;
    case "dims":
      return `${expr.values.join("x")}${expr.unit ? `_${expr.unit.name}` : ""}`;
    case "string":
      return JSON.stringify(expr.value);
    case "bool":
      return String(expr.value);
    case "list":
      return `[${expr.items.map(shown).join(" ")}]`;
    case "member-literal":
      return `.${expr.name.name}`;
    case "name":
      return expr.name;
    case "member":
      return `${shown(expr.object)}.${expr.name.name}`;
    case "call":
      return `${shown(expr.callee)}(${expr.args.map(shown).join(" ")})`;
    case "index":
      return `${shown(expr.object)}[${shown(expr.index)}]`;
    case "amended":
      return `${shown(expr.base)}${shownBlock(expr.block)}`;
    case "binary":
      return `(${shown(expr.left)} ${expr.op} ${shown(expr.right)})`;
    case "unary":
      return `(${expr.op} ${shown(expr.operand)})`;
    case "range":
      return `(${shown(expr.low)} ${expr.inclusive ? ".." : "..<"} ${shown(expr.high)})`;
    case "when":
      return `(${shown(expr.value)} when ${shown(expr.condition)} else ${shown(expr.otherwise)})`;
    case "pipe":
      return `(${expr.stages.map(shown).join(" |> ")})`;
    case "then":
      return `(${expr.parts.map(shown).join(" then ")})`;
    case "paren":
      return `<${shown(expr.inner)}>`;
    default:
      return expr.kind;
  }
}

function shownBlock(block: Block): string {
  return `{${block.entries.map(shownEntry).join(", ")}}`;
}

function shownEntry(entry: Entry): string {
  if (entry.kind === "shorthand") return entry.name.name;
  if (entry.kind === "head") return `head ${entry.name.name} at ${shown(entry.at)} = ${shown(entry.value)}`;
  const path = entry.path.map(({ name }) => name).join(".");
  if (entry.kind === "amend") return `${path} ${shownBlock(entry.block)}`;
  return `${path}${entry.kind === "set" ? ":" : " +="} ${shown(entry.value)}`;
}

function shownType(type: TypeNode): string {
  switch (type.kind) {
    case "union":
      return `(${type.alternatives.map(shownType).join(" | ")})`;
    case "optional":
      return `${shownType(type.of)}?`;
    case "member":
      return `.${type.name.name}`;
    case "list":
      return `[${shownType(type.of)}${type.length ? `; ${shown(type.length)}` : ""}]`;
    case "named": {
      const { name, second, per, dims, of, refinement } = type;
      const parts = [name.name, second?.name, per && `per ${per.name}`];
      if (dims)
        parts.push(`[${dims.map((dim) => `${dim.name ? `${dim.name.name}: ` : ""}${shown(dim.value)}`).join(" ")}]`);
      if (of) parts.push("type" in of ? `of ${shownType(of.type)}` : `of= ${shown(of.expr)}`);
      if (refinement) {
        parts.push(
          "within" in refinement ? `in ${shown(refinement.within)}` : `${refinement.op} ${shown(refinement.bound)}`,
        );
      }
      return parts.filter((part) => part !== undefined).join(" ");
    }
  }
}

function expr(text: string): string {
  const { expr: tree, diagnostics } = parseExpression({ path: "--set x", text, origin: "argument" });
  expect(diagnostics).toEqual([]);
  expect(textOf(tree.span)).toBe(text.trim());
  return shown(tree);
}

function file(text: string) {
  const { tree, diagnostics } = parse({ path: "/a.vcl", text, origin: "file" });
  expect(diagnostics).toEqual([]);
  return tree;
}

function decl<K extends Decl["kind"]>(text: string, kind: K): Decl & { readonly kind: K } {
  const [first, ...others] = file(text).decls;
  expect(others).toEqual([]);
  if (first?.kind !== kind) throw new Error(`${first?.kind} is not ${kind}`);
  return first as Decl & { readonly kind: K };
}

describe("expressions", () => {
  it.each([
    ["1 + 2 * 3 ^ 2 ^ 2", "(1 + (2 * (3 ^ (2 ^ 2))))"],
    ["8 - 4 - 2 / 2 / 2", "((8 - 4) - ((2 / 2) / 2))"],
    ["-a ^ 2 * -b", "((- (a ^ 2)) * (- b))"],
    ["2 ^ -1", "(2 ^ (- 1))"],
    ["10 % 3", "(10 % 3)"],
    ["planes % groups == 0 and not b or c", "((((planes % groups) == 0) and (not b)) or c)"],
    ["not a == b", "(not (a == b))"],
    ["a <= b + 1", "(a <= (b + 1))"],
    ["0..blocks[i] - 1", "(0 .. (blocks[i] - 1))"],
    ["0..<1", "(0 ..< 1)"],
    ["a when b == c else d when e else f", "(a when (b == c) else (d when e else f))"],
    ["a |> b when c else d |> e", "(a |> (b when c else d) |> e)"],
    ["a then b then c {}", "(a then b then c{})"],
    ["(a then b) |> c", "(<(a then b)> |> c)"],
    ["a + b == c or d |> e", "((((a + b) == c) or d) |> e)"],
  ])("%s is %s", (text, tree) => {
    expect(expr(text)).toBe(tree);
  });

  it.each([
    ["8 frames", "8_frames"],
    ["10 clips per video", "10_clips/video"],
    ["50%", "50%"],
    ["50% ", "50%"],
    ["1e-4", "0.0001"],
    ["200_000 steps", "200000_steps"],
    ["29.97 fps", "29.97_fps"],
    ["112x112 px", "112x112_px"],
    ["1x7x7", "1x7x7"],
    ["128..160 px", "(128 .. 160_px)"],
    ["-3 px", "(- 3_px)"],
    ["[1 epoch, 2 epochs]", "[1_epoch 2_epochs]"],
  ])("%s is the quantity %s", (text, tree) => {
    expect(expr(text)).toBe(tree);
  });

  it.each([
    ["ucf.classes", "ucf.classes"],
    ["repeat(2, len(blocks) - 1)[1].a", "repeat(2 (len(blocks) - 1))[1].a"],
    ["sgd { lr: 0.1, momentum }", "sgd{lr: 0.1, momentum}"],
    ["a { b.c: 1, d += [2], e { f: .none } } { g: none }", "a{b.c: 1, d += [2], e {f: .none}}{g: none}"],
    ["resnext3d { head a at stage4.last = h { x: true } }", "resnext3d{head a at stage4.last = h{x: true}}"],
  ])("%s has the suffixes %s", (text, tree) => {
    expect(expr(text)).toBe(tree);
  });

  it("knows whole numbers from others", () => {
    for (const [text, whole] of [
      ["2", true],
      ["2.0", false],
      ["2e0", false],
    ] as const) {
      expect(parseExpression({ path: "", text, origin: "argument" }).expr).toMatchObject({
        kind: "number",
        value: 2,
        whole,
      });
    }
  });

  it("reads escapes in texts, and paths as they are", () => {
    expect(expr('"a\\"b\\\\c\\n\\t"')).toBe(JSON.stringify('a"b\\c\n\t'));
    expect(expr('"./common.vcl"')).toBe('"./common.vcl"');
    expect(expr('""')).toBe('""');
  });
});

describe("lines", () => {
  it("part fields without commas, also where a value could go on", () => {
    const tree = decl("let a = x {\n  b: 8\n  frames: 2 clips\n  c: y\n}", "binding");
    expect(shown(tree.value)).toBe("x{b: 8, frames: 2_clips, c: y}");
  });

  it("may break before and after operators, and inside brackets", () => {
    expect(shown(decl("let a = b\n  |> c |>\n  d(\n    1,\n    2,\n  )", "binding").value)).toBe("(b |> c |> d(1 2))");
  });

  it("part declarations, so that a value does not take what begins the next one", () => {
    const { decls } = file("let a = b\nlet c = 8\ndata d = e\nmodel f = g");
    expect(
      decls.map((each) => (each.kind === "binding" ? `${each.name.name}=${shown(each.value)}` : each.kind)),
    ).toEqual(["a=b", "c=8", "d=e", "f=g"]);
  });

  it("take a unit from the number's own line only, and none that names the next field", () => {
    expect(expr("a { b: 8 clips, c: 2 }")).toBe("a{b: 8_clips, c: 2}");
    expect(expr("a { b: 8\n clips: 2 }")).toBe("a{b: 8, clips: 2}");
    expect(expr("a { b: 8\n clips\n }")).toBe("a{b: 8, clips}");
  });
});

describe("names", () => {
  it.each(
    "amends import as from with param let data model transform experiment check extern head at derived facts takes yields blocks random unused require".split(
      " ",
    ),
  )("%s may name a field, a member and a declaration", (word) => {
    expect(expr(`a { ${word}: b.${word}, ${word} { c }, ${word} }`)).toBe(
      `a{${word}: b.${word}, ${word} {c}, ${word}}`,
    );
    expect(shown(decl(`let ${word} = .${word}`, "binding").value)).toBe(`.${word}`);
    const { items } = decl(`extern head h { ${word}: int }`, "extern");
    expect(items).toMatchObject([{ kind: "field", name: { name: word } }]);
  });

  it.each("in of per then when else or and not none true false".split(" "))("%s names nothing", (word) => {
    expect(parse({ path: "/a", text: `let ${word} = 1`, origin: "file" }).diagnostics).toHaveLength(1);
  });
});

describe("declarations", () => {
  it("has params with type, range and default", () => {
    const fold = decl("/// Which split.\n/// Of three.\nparam fold: int in 1..3 = 1", "param");
    expect(fold).toMatchObject({ name: { name: "fold" }, docs: ["Which split.", "Of three."] });
    expect(shownType(fold.type)).toBe("int in (1 .. 3)");
    expect(fold.default && shown(fold.default)).toBe("1");
    expect(decl("param videos: dir", "param")).not.toHaveProperty("default");
  });

  it("has bindings with parameters and types", () => {
    const composite = decl("transform t(crop: dims2 = 1x2 px, size: range of px) = a(size) |> b(crop)", "binding");
    expect(composite.keyword).toBe("transform");
    expect(composite.parameters?.map(({ name, type }) => `${name.name}: ${shownType(type)}`)).toEqual([
      "crop: dims2",
      "size: range of px",
    ]);
    const typed = decl("let a: [int; 2] = [1, 2]", "binding");
    expect(typed.type && shownType(typed.type)).toBe("[int; 2]");
    expect(typed).not.toHaveProperty("parameters");
    expect(decl("let f() = 1", "binding").parameters).toEqual([]);
  });

  it("has experiments, whole or amended", () => {
    expect(decl("experiment e { phases: [train] }", "experiment").base).toBeUndefined();
    const amended = decl("experiment e = base.e { epochs: 1 epoch }", "experiment");
    expect(amended.base && shown(amended.base)).toBe("base.e");
    expect(amended.block && shownBlock(amended.block)).toBe("{epochs: 1_epoch}");
    expect(decl("experiment e = base.e", "experiment").block).toBeUndefined();
  });

  it("has checks", () => {
    const { condition, message } = decl('check a.steps * 2 <= 200_000 steps else "too long"', "check");
    expect(shown(condition)).toBe("((a.steps * 2) <= 200000_steps)");
    expect(message?.value).toBe("too long");
  });

  it("has imports", () => {
    const { imports } = file(
      'import { a, b } from "./x.vcl"\nimport * as base from "./y.vcl" with { epochs: 3 epochs }',
    );
    expect(imports[0]).toMatchObject({ names: [{ name: "a" }, { name: "b" }], from: { value: "./x.vcl" } });
    expect(imports[1]).toMatchObject({ names: [], star: { name: "base" } });
    expect(imports[1]?.with && shownBlock(imports[1].with)).toBe("{epochs: 3_epochs}");
  });

  it("has amendments in a file that amends", () => {
    const tree = file(
      'amends "./base.vcl"\ndata train { clip: 32 frames }\nparam fold = 2\nexperiment e { seed: 1 }\nlet x = 1',
    );
    expect(tree.amends?.value).toBe("./base.vcl");
    expect(tree.decls.map((each) => each.kind)).toEqual(["amendment", "amendment", "experiment", "binding"]);
  });

  it("keeps what files and declarations say of themselves, and allowances", () => {
    const tree = file(
      "//! One.\n//!   Two.\n\n/// Of x.\n// allow V0303: short videos are fine here\n/// More.\nlet x = a { // allow V0304\n  /// Of b.\n  b: 1 /// not of c\n  c: 2\n}\n//// four",
    );
    expect(tree.moduleDocs).toEqual(["One.", "  Two."]);
    expect(tree.decls[0]?.docs).toEqual(["Of x.", "More."]);
    expect(tree.allowances.map(({ code, reason }) => [code, reason])).toEqual([
      ["V0303", "short videos are fine here"],
      ["V0304", ""],
    ]);
    const [binding] = tree.decls;
    const amended = binding?.kind === "binding" && binding.value.kind === "amended" ? binding.value.block.entries : [];
    expect(amended.map(({ docs }) => docs)).toEqual([["Of b."], []]);
  });
});

describe("component declarations", () => {
  function items(body: string): readonly ExternItem[] {
    return decl(`extern model m(n: clips per video) from "./m.ts" {\n${body}\n}`, "extern").items;
  }

  it("has a kind, positional fields and a module", () => {
    const extern = decl('/// A model.\nextern model m(n: clips per video) from "./m.ts" {}', "extern");
    expect(extern).toMatchObject({
      component: { name: "model" },
      name: { name: "m" },
      from: { value: "./m.ts" },
      items: [],
    });
    expect(extern.docs).toEqual(["A model."]);
    expect(extern.positional.map(({ type }) => shownType(type))).toEqual(["clips per video"]);
  });

  it.each([
    ["a: int >= 1 = 2", "int >= 1"],
    ["a: .x | .none = .x when b == 1 else .none", "(.x | .none)"],
    ["a: [int >= 1; len(blocks)]", "[int >= 1; len(blocks)]"],
    ["a: real > 0 | schedule", "(real > 0 | schedule)"],
    ["a: dims3? = none", "dims3?"],
    ["a: range of px = 128..160 px", "range of px"],
    ["a: real in 0..<1 = 0", "real in (0 ..< 1)"],
    ["a: labels [N] of 101", "labels [N] of= 101"],
    ["a: labels [N] of facts.classes", "labels [N] of= facts.classes"],
  ])("%s is a field of type %s", (text, type) => {
    const [item] = items(text);
    expect(item?.kind === "field" && shownType(item.type)).toBe(type);
  });

  it("has derived fields, with the phase of their shapes", () => {
    const [plain, phased] = items("derived a: int = C\nderived b: px = H in train");
    expect(plain).toMatchObject({ kind: "field", derived: true });
    expect(plain).not.toHaveProperty("phase");
    expect(phased).toMatchObject({ phase: { name: "train" }, default: { kind: "name", name: "H" } });
  });

  it("has shape rules, for a phase and under a condition", () => {
    const rules = items(
      "takes tensor u8 [N, C: 3, T, ceil(H / 2)]\nyields logits [N, classes] in train\nyields labels [N] of n in test when a == .x",
    );
    expect(rules.map((rule) => ("type" in rule ? `${rule.kind} ${shownType(rule.type)}` : ""))).toEqual([
      "takes tensor u8 [N C: 3 T ceil((H / 2))]",
      "yields logits [N classes]",
      "yields labels [N] of n",
    ]);
    expect(rules.map((rule) => ("phase" in rule ? rule.phase?.name : undefined))).toEqual([undefined, "train", "test"]);
    expect(rules[2]).toHaveProperty("when.kind", "binary");
  });

  it("tells a phase from a range behind `in`", () => {
    const rules = items(
      "takes tensor [N] in train\nyields int in 1..3\nyields int in a..b\nyields int in a[1]\na: int in b",
    );
    expect(rules.map((rule) => ("phase" in rule ? rule.phase?.name : "type" in rule && shownType(rule.type)))).toEqual([
      "train",
      "int in (1 .. 3)",
      "int in (a .. b)",
      "int in a[1]",
      "int in b",
    ]);
  });

  it("has blocks, counted and single", () => {
    const [stages, stem] = items(
      "blocks stage{i in 1..4}.block{j in 0..blocks[i] - 1} yields tensor f32 [N, D]\nblocks stem yields tensor f32 [N, D]",
    );
    const path = stages?.kind === "blocks" ? stages.path : [];
    expect(
      path.map(({ prefix, counter }) => [prefix.name, counter?.variable.name, counter && shown(counter.range)]),
    ).toEqual([
      ["stage", "i", "(1 .. 4)"],
      ["block", "j", "(0 .. (blocks[i] - 1))"],
    ]);
    expect(stem?.kind === "blocks" && stem.path.map(({ prefix, counter }) => [prefix.name, counter])).toEqual([
      ["stem", undefined],
    ]);
  });

  it("has requirements, facts, names, marks of chance and of disuse", () => {
    const all = items(
      'require grid == 1 in train\n  else error V0604 "one, not {grid}"\nrequire a else warn ACME1 "hm"\nrequire b else "no"\nfacts { classes: 101 }\nlet grid = 1\nrandom\nunused w when unit == .basic',
    );
    expect(all).toMatchObject([
      {
        kind: "require",
        phase: { name: "train" },
        severity: "error",
        code: { name: "V0604" },
        message: { value: "one, not {grid}" },
      },
      { kind: "require", severity: "warning", code: { name: "ACME1" } },
      { kind: "require", severity: "error", message: { value: "no" } },
      { kind: "facts", block: { entries: [{ kind: "set" }] } },
      { kind: "let", name: { name: "grid" } },
      { kind: "random" },
      { kind: "unused", name: { name: "w" }, when: { kind: "binary" } },
    ]);
  });
});

describe("what is salvaged of a broken text", () => {
  function salvaged(text: string) {
    const { tree, diagnostics } = parse({ path: "/a.vcl", text, origin: "file" });
    expect(diagnostics.length).toBeGreaterThan(0);
    return tree;
  }

  it("is every field but the broken one, which is a hole", () => {
    const [binding] = salvaged("data d = ucf {\n  a: 1\n  b: +\n  c: 8 clips 9\n  e: 2\n}").decls;
    expect(binding?.kind === "binding" && shown(binding.value)).toBe("ucf{a: 1, b: hole, c: hole, e: 2}");
  });

  it("is every element of a list but the broken one", () => {
    const [binding] = salvaged("let a = [1, + , 3, [4, 5 |> ], 6]").decls;
    expect(binding?.kind === "binding" && shown(binding.value)).toBe("[1 3 [4 hole] 6]");
  });

  it("is the name of what could not be read", () => {
    const { decls } = salvaged(
      'import { a, b } "./x.vcl"\nimport { c } from\nparam d:\nlet e 1\nmodel f = \nexperiment g h',
    );
    const names = decls.map((each) =>
      "name" in each ? `${each.name.name} ${each.kind === "binding" ? shown(each.value) : ""}` : "",
    );
    expect(names).toEqual(["c hole", "d hole", "e hole", "f hole", "g hole"]);
  });

  it("is known to be incomplete where a declaration has no name", () => {
    expect(salvaged("modle m = x\nlet a = 1").incomplete).toBe(true);
    expect(salvaged("let a = +").incomplete).toBe(false);
  });

  it("is the value on the wrong side of a wrong sign", () => {
    const [a, b] = salvaged("let a: 8 frames\nlet b = x { c = 1 }").decls;
    expect(a?.kind === "binding" && shown(a.value)).toBe("8_frames");
    expect(b?.kind === "binding" && shown(b.value)).toBe("x{c: 1}");
  });
});
