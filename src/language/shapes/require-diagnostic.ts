/** A condition that does not hold, as people read it: places, numbers, the chain that led there, what to do. */
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts";
import { nameSpanOf, rootOf, writtenAt } from "../diagnostics/edits.ts";
import { textOf } from "../source/source-file.ts";
import type { Expr } from "../syntax/ast.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { isComparison } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { demandOn, fillIn, inNumbers, isTime, say, sayLeaf, sourceText } from "./explain.ts";
import { firstLike, isRepeated } from "./list-remedies.ts";
import { namesBehind } from "./mentions.ts";
import type { Failure, Surroundings } from "./requires.ts";
import { evaluateIn, letsOf, type Situation } from "./situation.ts";
import { formatSize } from "./tensor.ts";

/** The diagnostic of a failed `require`. `when` says for which inputs, empty where it holds for none. */
export function requireDiagnostic(
  failure: Failure,
  when: string,
  surroundings: Surroundings,
  evaluation: Evaluation,
): Diagnostic {
  const { require, situation } = failure;
  const [title = "", ...more] = fillIn(require.message.value, situation, evaluation).split("; ");
  const remedies = surroundings.remedies?.(failure) ?? {};
  const primary = primaryOf(failure, title, when, evaluation);
  const why = whyOf(failure, primary.text, surroundings, evaluation);
  return {
    code: require.code?.name ?? "V0204",
    severity: when === "" ? require.severity : "warning",
    title,
    primary,
    secondary: secondaryOf(failure, surroundings, evaluation),
    ...(why === undefined ? {} : { why }),
    fixes: remedies.fixes ?? [],
    helps: remedies.helps ?? [],
    notes: [...more, ...(remedies.notes ?? [])],
  };
}

function primaryOf(failure: Failure, title: string, when: string, evaluation: Evaluation): Label {
  const { situation, fields, main } = failure;
  const field = fields[0];
  const said = main ? sayLeaf(main, situation, evaluation) : "";
  const [, stated] = /^the [\w ]+? (?:is|are) (.*)$/.exec(title) ?? [];
  const text = when === "" ? said : `${stated ?? "not so"}${when}`;
  if (!field) return { span: nameSpanOf(situation.component), text };
  const again = repeatedItem(field.value, main);
  if (again) return { span: writtenAt(again) ?? again.origin.span, text: `${say(again)} again` };
  const at = itemAtFault(field.value, main, situation, evaluation) ?? field.value;
  return { span: writtenAt(at) ?? at.origin.span, text };
}

/** The second of two equal items, where the condition wants them distinct. */
function repeatedItem(value: Value, main: Expr | undefined): Value | undefined {
  const isAboutThat = main?.kind === "call" && main.callee.kind === "name" && main.callee.name === "distinct";
  return isAboutThat && value.kind === "list" ? value.items.find((item) => isRepeated(item, value.items)) : undefined;
}

/** Of a list, the largest or smallest item where the condition is about that: the 5 of `topk: [1, 5]`. */
function itemAtFault(
  value: Value,
  main: Expr | undefined,
  situation: Situation,
  evaluation: Evaluation,
): Value | undefined {
  if (value.kind !== "list" || !main || !isComparison(main)) return undefined;
  const behind = main.left.kind === "name" ? letsOf(situation.component.declaration).get(main.left.name) : undefined;
  const wrong = evaluateIn(main.left, situation, evaluation);
  if (wrong.kind !== "number" || !/^(?:max|min)\(/.test(sourceText(behind ?? main.left))) return undefined;
  return value.items.find((item) => item.kind === "number" && item.interval.high === wrong.interval.high);
}

function secondaryOf(failure: Failure, surroundings: Surroundings, evaluation: Evaluation): readonly Label[] {
  const { situation, fields, main, dims, strays } = failure;
  const labels: Label[] = [];
  const list = fields[0]?.value;
  const again = list && repeatedItem(list, main);
  const first = again && list.kind === "list" ? firstLike(again, list.items) : undefined;
  if (first) labels.push({ span: writtenAt(first) ?? first.origin.span, text: "first here" });
  const given = surroundings.given?.(situation);
  const source = dims[0]?.source;
  if (strays.length > 0 && source) {
    labels.push({ span: rootOf(source), text: `${say(source)} → ${mapSize(failure)}` });
  } else if (dims.length > 0) {
    if (given) labels.push(given);
    const demanded = main !== undefined && demandOn(main, situation, evaluation) !== undefined;
    // A size that was computed from another one is not said to be set there, unless it is too small.
    if (source && (demanded || source.interval.low === dims[0]?.value.interval.low)) labels.push(setHere(source));
  }
  for (const { name, value } of fields.slice(1, 3))
    labels.push({ span: writtenAt(value) ?? value.origin.span, text: `\`${name}\` is ${say(value)}` });
  labels.push(...factsOf(failure, evaluation));
  const otherwise = labels.length === 0 ? surroundings.otherwise?.(situation) : undefined;
  return otherwise ? [otherwise] : labels;
}

/** `a 9×9 feature map`, of the dims that leave too much. */
function mapSize({ dims }: Failure): string {
  const sizes = dims.map((dim) => formatSize(dim.value.interval)).join("×");
  return dims.every(isTime) ? `${sizes} frames of features` : `a ${sizes} feature map`;
}

function setHere(source: NumberValue): Label {
  const span = rootOf(source);
  const drawn = textOf(span).includes("..");
  return { span, text: drawn ? "drawn anew for each clip" : `the ${formatSize(source.interval)} is set here` };
}

/** Facts that the condition names as `facts.x`. */
function factsOf(failure: Failure, evaluation: Evaluation): readonly Label[] {
  const { situation, leaves } = failure;
  const text = leaves.map((leaf) => textOf(leaf.span)).join(" ");
  return [...text.matchAll(/\bfacts\.(\w+)/g)].flatMap(([, name = ""]) => {
    const fact = evaluation.factOf(situation.component, name);
    return fact
      ? [{ span: rootOf(fact), text: `${situation.component.declaration.name}: \`${name}\` is ${say(fact)}` }]
      : [];
  });
}

function whyOf(failure: Failure, said: string, surroundings: Surroundings, evaluation: Evaluation): string | undefined {
  const { situation, leaves, dims, strays } = failure;
  const chains = new Set(dims.flatMap((dim) => surroundings.chain?.(dim, situation) ?? []));
  const sums = new Set(strays.map(({ expr, value }) => `${inNumbers(expr, situation, evaluation)} = ${say(value)}`));
  const all = chains.size === 0 ? leaves.flatMap((leaf) => unsetBehind(leaf, situation, evaluation)) : [];
  const unset = new Set(all.filter((each) => !said.includes(each)));
  const parts = [chains, sums, unset].map((each) => [...each].join("; ")).filter((part) => part !== "");
  return parts.length === 0 ? undefined : parts.join(";  ");
}

/** `momentum` is 0: what a condition goes back to and no place of the program shows. */
function unsetBehind(leaf: Expr, situation: Situation, evaluation: Evaluation): readonly string[] {
  const { declaration, settings } = situation.component;
  return namesBehind(leaf, letsOf(declaration)).flatMap((name) => {
    const written = settings.get(name);
    if (!declaration.fields.has(name) || (written && writtenAt(written))) return [];
    const value = evaluation.fieldOf(situation.component, name, situation.extra);
    return value && value.kind !== "poison" ? [`\`${name}\` is ${say(value)}`] : [];
  });
}
