/** What is wrong with a failed condition, in numbers: "needs 4 frames of features; there is 1", "9 − 7 + 1 = 3". */
import type { Expr } from "../syntax/ast.ts";
import { textOfValue } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { isComparison, truthOf } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluateIn, letsOf, type Situation, scopeIn } from "./situation.ts";
import { type Dim, formatSize } from "./tensor.ts";

/** The dim that an expression is, if it is one and nothing else. */
export function dimNamed(expr: Expr, situation: Situation): Dim | undefined {
  return expr.kind === "name" ? situation.dims.get(expr.name) : undefined;
}

/** A comparison with a dim on one side: what is wanted of it, and the dim. */
export function demandOn(
  leaf: Expr,
  situation: Situation,
  evaluation: Evaluation,
): { readonly wanted: Value; readonly dim: Dim } | undefined {
  if (!isComparison(leaf)) return undefined;
  const right = dimNamed(leaf.right, situation);
  if (right && (leaf.op === "<=" || leaf.op === "<"))
    return { wanted: evaluateIn(leaf.left, situation, evaluation), dim: right };
  const left = dimNamed(leaf.left, situation);
  if (left && (leaf.op === ">=" || leaf.op === ">"))
    return { wanted: evaluateIn(leaf.right, situation, evaluation), dim: left };
  return undefined;
}

/** At most eight words on one failed part. */
export function sayLeaf(leaf: Expr, situation: Situation, evaluation: Evaluation): string {
  const demand = demandOn(leaf, situation, evaluation);
  if (demand) return sayDemand(demand.wanted, demand.dim, situation);
  if (!isComparison(leaf))
    return leaf.kind === "name" ? `\`${leaf.name}\` is ${say(evaluateIn(leaf, situation, evaluation))}` : "";
  const product = factorsBehind(leaf.left, situation, evaluation);
  if (product && product.length > 1) {
    return `leaves a ${sourceText(leaf.left)} of ${product.map((each) => sizeText(each.value)).join("×")}`;
  }
  const left = evaluateIn(leaf.left, situation, evaluation);
  const right = evaluateIn(leaf.right, situation, evaluation);
  return `\`${sourceText(leaf.left)}\` is ${say(left)}${missed[leaf.op]}${say(right)}`;
}

const missed = {
  "==": ", not ",
  "!=": ", which is ",
  "<": ", not below ",
  "<=": ", above ",
  ">": ", not above ",
  ">=": ", below ",
};

function sayDemand(wanted: Value, dim: Dim, situation: Situation): string {
  const there = formatSize(dim.value.interval);
  const verb = there === "1" ? "is" : "are";
  const features = situation.component.declaration.kind === "head";
  const amount = wanted.kind === "number" ? formatSize(wanted.interval) : say(wanted);
  if (isTime(dim)) return `needs ${amount} frames${features ? " of features" : ""}; there ${verb} ${there}`;
  const { kind } = situation.component.declaration;
  const plain: Readonly<Record<string, string>> =
    kind === "meter" || kind === "loss" ? { C: "classes" } : { H: "rows", W: "columns" };
  const what = plain[dim.name];
  return what
    ? `needs ${amount} ${what}; there ${verb} ${there}`
    : `needs ${amount} for \`${dim.name}\`; it is ${there}`;
}

/** A dim that counts frames: it goes back to a number of frames. */
export function isTime(dim: Dim): boolean {
  return dim.source?.unit === "frames" || dim.name === "T";
}

export function say(value: Value): string {
  return textOfValue(value);
}

function sizeText(value: Value): string {
  return value.kind === "number" ? formatSize(value.interval) : say(value);
}

export interface Factor {
  readonly expr: Expr;
  readonly value: Value;
}

/** Where a name is a `let` of a product: its factors, as they are computed here. */
export function factorsBehind(expr: Expr, situation: Situation, evaluation: Evaluation): readonly Factor[] | undefined {
  if (expr.kind !== "name") return undefined;
  const behind = letsOf(situation.component.declaration).get(expr.name);
  if (!behind) return undefined;
  return factors(chosen(behind, situation, evaluation)).map((each) => ({
    expr: each,
    value: evaluateIn(each, situation, evaluation),
  }));
}

/** The branch of a `when … else` that counts here. */
function chosen(expr: Expr, situation: Situation, evaluation: Evaluation): Expr {
  if (expr.kind === "paren") return chosen(expr.inner, situation, evaluation);
  if (expr.kind !== "when") return expr;
  const truth = truthOf(expr.condition, situation, evaluation);
  return chosen(truth === false ? expr.otherwise : expr.value, situation, evaluation);
}

function factors(expr: Expr): readonly Expr[] {
  if (expr.kind === "binary" && expr.op === "*") return [...factors(expr.left), ...factors(expr.right)];
  return [expr];
}

/** An arithmetic expression with its numbers put in: `9 − 7 + 1`. */
export function inNumbers(expr: Expr, situation: Situation, evaluation: Evaluation): string {
  if (expr.kind === "paren") return inNumbers(expr.inner, situation, evaluation);
  if (expr.kind === "binary" && ["+", "-", "*", "/", "%"].includes(expr.op)) {
    const sign = { "-": "−", "*": "×", "/": "÷" }[expr.op as "-" | "*" | "/"] ?? expr.op;
    return `${inNumbers(expr.left, situation, evaluation)} ${sign} ${inNumbers(expr.right, situation, evaluation)}`;
  }
  return sizeText(evaluateIn(expr, situation, evaluation));
}

/** An expression as it stands in its file, on one line. */
export function sourceText(expr: Expr): string {
  return expr.span.file.text.slice(expr.span.start, expr.span.end).replace(/\s+/g, " ");
}

/** A message with `{name}` filled in: names of the declaration, dotted ones too. `1 milestones` loses its s. */
export function fillIn(template: string, situation: Situation, evaluation: Evaluation): string {
  const scope = scopeIn(situation, evaluation);
  const filled = template.replace(/\{([\w.]+)\}/g, (all, path: string) => {
    const [root = "", ...members] = path.split(".");
    const span = { file: situation.component.declaration.file, start: 0, end: 0 };
    let expr: Expr = { kind: "name", name: root, span };
    for (const name of members) expr = { kind: "member", object: expr, name: { name, span }, span };
    const value = scope.lookup(root) === undefined ? undefined : evaluation.evaluate(expr, scope);
    return value === undefined || value.kind === "poison" ? all : say(value);
  });
  return filled.replace(/\b1 ([a-z]*[a-rt-z])s\b/g, "1 $1");
}
