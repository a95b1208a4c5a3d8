/**
 * What people read about a syntax mistake: words for each rule and expectation. The parser gives a key and the tokens around
 * the place; nothing else of it shows.
 */
import { EOF } from "chevrotain";
import { after, is, itemEnd, type Message, missing, missingComma, name, quoted } from "./message.ts";
import { placeOf } from "./places.ts";
import type { Mistake } from "./recovery.ts";
import * as t from "./tokens.ts";

const kinds = {
  let: ["a value", "8 frames"],
  data: ["a data set", "ucf101 { … }"],
  model: ["a model", "resnext3d { … }"],
  transform: ["a transform", "resize_short(128 px) |> flip(50%)"],
  experiment: ["an experiment", "base.r3d18"],
} as const;

const declarations = [
  "param",
  "let",
  "data",
  "model",
  "transform",
  "experiment",
  "check",
  "extern",
  "import",
  "amends",
];
/** What follows the words that begin a rule of a component. */
const goesOn: Readonly<Record<string, string>> = {
  derived: "a field",
  facts: "`{`",
  takes: "a type",
  yields: "a type",
  blocks: "the name of a block",
  let: "a name and `=`",
  unused: "a field's name and `when`",
  require: "a condition",
};
const inExtern = ["derived", "facts", "takes", "yields", "blocks", "let", "random", "unused", "require"];

function value(mistake: Mistake): Message {
  const { previous, unit } = mistake;
  if (is(previous, t.Assign, t.Colon) && unit) {
    const kind = kinds[unit.image as keyof typeof kinds];
    if (kind && is(previous, t.Assign))
      return { title: after(kind[0], mistake), helps: [`for example \`${kind[1]}\``] };
    if (is(previous, t.Colon) && is(unit, t.Name)) return { title: `expected a value for ${quoted(unit)}` };
  }
  if (is(previous, t.Pipe)) return { title: after("a transform", mistake), helps: ["for example `flip(50%)`"] };
  if (is(previous, t.Then)) return { title: after("a schedule", mistake), helps: ["for example `cosine { … }`"] };
  if (is(previous, t.LSquare, t.LParen, t.Comma)) return { title: "expected a value" };
  return { title: after("a value", mistake) };
}

function entryEnd(mistake: Mistake): Message {
  const { found, following, previous, unit } = mistake;
  if (previous === unit && !is(found, t.Operator, t.Sets)) {
    if (is(found, t.At))
      return {
        title: "a head begins with `head`",
        label: "",
        repair: { kind: "insert", text: "head ", where: "before" },
      };
    const sure = !is(following, t.Sets, t.PlusAssign) && !is(found, t.LCurly);
    const repair = sure && ({ repair: { kind: "insert", text: ":", where: "behind" } } as const);
    return { title: `expected \`:\` after ${quoted(previous)}`, ...repair };
  }
  return { title: `expected \`,\` or a new line before ${quoted(found)}` };
}

function statementEnd({ found, unit }: Mistake): Message {
  const assign = unit?.tokenType === t.Param && !is(found, t.Sets) ? "`=` or " : "";
  return {
    title: `expected ${assign}a new line before ${quoted(found)}`,
    label: "not part of the declaration before it",
  };
}

/** A word or a sign that was typed twice. Two equal values in a list may well be meant. */
function isTwice({ key, found, previous }: Mistake): boolean {
  if (found.image !== previous.image || placeOf(found).firstOnLine || is(found, t.Numeric, t.Text)) return false;
  return !is(found, t.Name) || !/^(item|dim|parameter|importedName|param|fieldDecl)>/.test(key);
}

function strayStatement({ found, previous }: Mistake): Message {
  if (is(found, t.LCurly) && previous.tokenType !== EOF) {
    const helps = ["it stands on the line of what it amends"];
    return { title: "this `{` amends nothing", label: "", helps, repair: { kind: "join" } };
  }
  return {
    title: `expected a declaration, not ${quoted(found)}`,
    label: "",
    helps: ["a declaration begins with param, let, data, model, transform, experiment, check or extern"],
    choices: declarations,
  };
}

function strayItem(mistake: Mistake): Message {
  return is(mistake.found, t.Comma)
    ? { title: "expected a value before this `,`", label: "" }
    : { title: "expected a value" };
}

function strayEntry({ found }: Mistake): Message {
  if (is(found, t.Comma)) return { title: "this `,` parts nothing", label: "" };
  const hard = t.hardWords.includes(found.tokenType);
  return {
    title: `expected a field, not ${quoted(found)}`,
    label: hard ? "a word of the language, not a name" : "",
    helps: ["a field is written `name: value`"],
  };
}

function parameterEnd(mistake: Mistake): Message {
  return is(mistake.found, t.Name)
    ? missingComma(mistake)
    : { title: `expected \`=\` or \`,\` before ${quoted(mistake.found)}` };
}

const imports = 'import { normalized } from "./common.vcl"';
const importing = missing("`{` or `*`", `for example \`${imports}\``);
const typeExamples = "for example `int in 1..3`, `frames >= 1` or `.train | .test`";

/** By rule and expectation; the grammar's tests hold that no expectation is without words. */
export const messages: Readonly<Record<string, (mistake: Mistake) => Message>> = {
  "file>?": strayStatement,
  "statement>end": statementEnd,
  "lone>end": ({ found }) => ({ title: `expected one value; ${quoted(found)} is beyond it`, label: "" }),

  "amends>Text": missing("a file in quotes", 'for example `amends "./base.vcl"`'),
  "importing>?": importing,
  "importing>As": missing("`as` and a name", 'for example `import * as base from "./base.vcl"`'),
  "importing>Name": name("a name", 'for example `import * as base from "./base.vcl"`'),
  "importing>From": missing("`from` and a file", `for example \`${imports}\``),
  "importing>Text": missing("a file in quotes", `for example \`${imports}\``),
  "importedNames>?": name("a name to import", `for example \`${imports}\``),
  "importedName>Comma": missingComma,
  "importedName>end": itemEnd,

  "param>Name": name("a name", "for example `param fold: int in 1..3 = 1`"),
  "param>?": missing("`:` and a type", "for example `param fold: int in 1..3 = 1`"),
  "binding>Name": name("a name"),
  "binding>?": ({ unit, previous }) => {
    const [what, example] = kinds[unit?.image as keyof typeof kinds] ?? kinds.let;
    return { title: `expected \`=\` and ${what} after ${quoted(previous)}`, helps: [`for example \`= ${example}\``] };
  },
  "experiment>Name": name("a name"),
  "experiment>?": missing("`{` or `=`", "for example `experiment quick { … }`"),
  "check>Text": missing("a message in quotes"),

  "parameters>?": name("a parameter", "a parameter is written `name: type`"),
  "parameter>Comma": parameterEnd,
  "parameter>end": itemEnd,
  "fieldDecl>Name": name("a name"),
  "fieldDecl>Colon": missing("`:` and a type", typeExamples),
  "extern>Name": (mistake) => {
    const first = is(mistake.previous, t.Extern);
    return first
      ? name(
          "a kind",
          "kinds: dataset, transform, sampler, model, head, loss, optimizer, schedule, meter, hook",
        )(mistake)
      : name("a name")(mistake);
  },
  "extern>Text": missing("a file in quotes", 'for example `from "./attention_pool.ts"`'),
  "externBody>LCurly": missing("`{`"),
  "externBody>?": ({ found }) => ({
    title: `expected a field or a rule, not ${quoted(found)}`,
    label: "",
    helps: ["a field is written `name: type`"],
    choices: inExtern,
  }),
  "externItem>?": ({ found }) => ({
    title: `expected ${goesOn[found.image] ?? "`:` and a type"} after ${quoted(found)}`,
    label: "",
  }),
  "externItem>Comma": missingComma,
  "externItem>end": entryEnd,
  "externItem>Sets": missing("`=`"),
  "externItem>When": missing("`when` and a condition", "for example `unused width when unit == .basic`"),
  "blocks>Yields": missing(
    "`yields` and a type",
    "for example `blocks stage{i in 1..4} yields tensor f32 [N, D, T, H, W]`",
  ),
  "segment>Name": name("a name"),
  "segment>In": missing("`in` and a range", "for example `stage{i in 1..4}`"),
  "segment>RCurly": missing("`}`"),
  "shapeType>Name": name("a phase", "for example `in train`"),
  "require>Name": name("a name", 'for example `else error V0603 "…"`'),
  "require>Else": missing("`else` and a message", 'for example `else "the pool is too large"`'),
  "require>Text": missing("a message in quotes"),

  "simpleType>?": missing("a type", typeExamples),
  "listType>RSquare": itemEnd,
  "namedType>?": missing("a number or a type", "for example `range of px`"),
  "namedType>Name": name("a name"),
  "dims>?": strayItem,
  "dim>Comma": missingComma,
  "dim>end": itemEnd,

  "primary>?": value,
  "primary>RParen": itemEnd,
  "tail>Else": missing("`else` and another value", "for example `1 when test else 2`"),
  "quantity>Name": name("a name", "for example `10 clips per video`"),
  "list>?": strayItem,
  "args>?": strayItem,
  "item>Comma": missingComma,
  "item>end": itemEnd,
  "member>?": missing("a name"),
  "suffix>Name": name("a name"),
  "suffix>RSquare": itemEnd,

  "block>LCurly": missing("`{`"),
  "block>?": strayEntry,
  "entry>end": entryEnd,
  "entry>Comma": missingComma,
  "entry>At": (mistake) => {
    const helps = ["for example `head action at stage4.last = …`"];
    if (is(mistake.previous, t.At)) return { title: "expected a name between `head` and `at`", label: "", helps };
    return missing("`at` and a block", ...helps)(mistake);
  },
  "entry>Sets": missing("`=`", "for example `head action at stage4.last = …`"),
  "path>Name": name("a name"),
};

/** Habits from elsewhere, whatever was expected. */
function habit(mistake: Mistake): Message | undefined {
  const { key, found, following, previous } = mistake;
  if (isTwice(mistake)) {
    const repair = { kind: "remove", title: "remove one of them" } as const;
    return { title: `${quoted(found)} stands here twice`, label: "", repair };
  }
  if (found.tokenType === t.Semicolon && key.endsWith(">end")) {
    return { title: "lines end without `;`", label: "", repair: { kind: "remove", title: "remove it" } };
  }
  const opensComment = is(previous, t.Slash) && is(found, t.Star) ? true : is(found, t.Slash) && is(following, t.Star);
  return opensComment ? { title: "comments begin with `//`", label: "" } : undefined;
}

export function messageFor(mistake: Mistake): Message {
  const told = habit(mistake) ?? messages[mistake.key]?.(mistake);
  return told ?? { title: `${quoted(mistake.found)} does not fit here` };
}
