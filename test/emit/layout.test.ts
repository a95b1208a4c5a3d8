import fc from "fast-check";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { writeDocument } from "../../src/compiler/emit/document.ts";
import { assigned } from "../../src/compiler/emit/expression.ts";
import { printProgram } from "../../src/compiler/emit/print.ts";
import { createWriter } from "../../src/compiler/emit/traced-text.ts";
import type { Expression } from "../../src/compiler/plan/program.ts";
import { checkedByBiome } from "./biome.ts";
import { tutorial } from "./tutorial-plan.ts";

function statement(expression: Expression): string {
  const writer = createWriter();
  writeDocument(["const value =", assigned(expression, true), ";"], writer, 0, 0);
  return `${writer.finish().text}\n`;
}

const identifier = fc.stringMatching(/^[a-z][A-Za-z]{0,11}$/).filter((name) => !isKeyword(name));
const text = fc.oneof(identifier, fc.string({ maxLength: 60 }), fc.stringMatching(/^[a-z/]{80,130}$/));
const number = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const comment = fc.option(fc.stringMatching(/^[a-z .]{1,20}[a-z]$/), { nil: undefined });

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie("expression");
  const property = fc
    .record({ name: identifier, value: inner, comment })
    .map(({ comment: behind, ...rest }) => (behind === undefined ? rest : { ...rest, comment: behind }));
  const object = fc.record({
    kind: fc.constant("object" as const),
    spread: fc.array(identifier, { maxLength: 1 }),
    properties: fc.uniqueArray(property, { maxLength: 6, selector: ({ name }) => name }),
  });
  const literal = fc.record({
    kind: fc.constant("literal" as const),
    value: fc.oneof(number, text, fc.boolean(), fc.constant(null)),
  });
  const numbers = fc
    .array(number, { maxLength: 40 })
    .map((values) => ({ kind: "list" as const, items: values.map((value) => ({ kind: "literal" as const, value })) }));
  const list = fc.record({ kind: fc.constant("list" as const), items: fc.array(inner, { maxLength: 5 }) });
  const name = fc.record({ kind: fc.constant("name" as const), name: identifier });
  const single = fc.record({
    kind: fc.constant("call" as const),
    callee: identifier,
    args: fc.tuple(fc.oneof(object, list)),
  });
  const args = fc.array(fc.oneof(literal, name, single), { maxLength: 3 });
  const call = fc.record({ kind: fc.constant("call" as const), callee: identifier, args });
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      literal,
      name,
      numbers,
      object,
      single,
      list,
      call,
    ),
  };
});

const { arithmetic } = fc.letrec<{ arithmetic: Expression }>((tie) => ({
  arithmetic: fc.oneof(
    { depthSize: "small" },
    fc.record({ kind: fc.constant("literal" as const), value: fc.integer({ min: 0, max: 99 }) }),
    fc.record({ kind: fc.constant("name" as const), name: identifier }),
    fc.record({
      kind: fc.constant("binary" as const),
      op: fc.constantFrom("+", "-", "*", "/", "%", "**"),
      left: tie("arithmetic"),
      right: tie("arithmetic"),
    }),
    fc.record({ kind: fc.constant("negative" as const), operand: tie("arithmetic") }),
  ),
}));

function isKeyword(name: string): boolean {
  return (
    ts.createScanner(ts.ScriptTarget.ES2023, true, ts.LanguageVariant.Standard, name).scan() !==
    ts.SyntaxKind.Identifier
  );
}

test("the tutorial's program is as Biome would have it: layout, order of imports, nothing to lint", () => {
  const { text: printed } = printProgram(tutorial);
  expect(checkedByBiome("check", [printed])).toEqual([printed]);
});

test("any expression is laid out as Biome lays it out", () => {
  const texts = fc.sample(expression, { numRuns: 400, seed: 1 }).map(statement);
  expect(checkedByBiome("format", texts)).toEqual(texts);
});

test("arithmetic that fits on a line has the parentheses that it needs and that Biome wants", () => {
  const samples = fc.sample(arithmetic, { numRuns: 400, seed: 2 });
  const texts = samples.map(statement).filter((each) => each.length < 100);
  expect(texts.length).toBeGreaterThan(200);
  expect(checkedByBiome("format", texts)).toEqual(texts);
});

test("arithmetic means in TypeScript what it means as a tree", () => {
  fc.assert(
    fc.property(arithmetic, (tree) => {
      const source = ts.createSourceFile("x.ts", statement(tree), ts.ScriptTarget.ES2023, true);
      const [declared] = source.statements;
      if (!declared || !ts.isVariableStatement(declared)) throw new Error("not a statement");
      const initializer = declared.declarationList.declarations[0]?.initializer;
      expect(initializer && shapeOf(initializer)).toEqual(treeOf(tree));
    }),
    { numRuns: 300 },
  );
});

function shapeOf(node: ts.Expression): unknown {
  if (ts.isParenthesizedExpression(node)) return shapeOf(node.expression);
  if (ts.isBinaryExpression(node)) return [node.operatorToken.getText(), shapeOf(node.left), shapeOf(node.right)];
  if (ts.isPrefixUnaryExpression(node)) return ["negative", shapeOf(node.operand)];
  return node.getText();
}

function treeOf(tree: Expression): unknown {
  if (tree.kind === "binary") return [tree.op, treeOf(tree.left), treeOf(tree.right)];
  if (tree.kind === "negative") return ["negative", treeOf(tree.operand)];
  return tree.kind === "literal" ? String(tree.value) : tree.kind === "name" ? tree.name : undefined;
}
