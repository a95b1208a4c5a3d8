/**
 * The colours of a `.vcl` file in editors, made from the tokens and rules themselves: `vcl.tmLanguage.json` beside this file
 * is what it gives. A soft keyword is coloured where what follows it shows that it is no name.
 */
import type { TokenType } from "chevrotain";
import { rulesOfGrammar } from "./ebnf.ts";
import { followingOf } from "./following.ts";
import { literally, oniguruma, wordEnd, wordStart } from "./regex.ts";
import * as t from "./tokens.ts";

export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly TextMatePattern[];
}

export interface TextMatePattern {
  readonly match: string;
  readonly name?: string;
  readonly captures?: Readonly<
    Record<string, { readonly name?: string; readonly patterns?: readonly TextMatePattern[] }>
  >;
}

/** Words that are no tokens of their own: what numbers and types are called. */
export interface Vocabulary {
  readonly units: readonly string[];
  readonly types: readonly string[];
}

const name = oniguruma(patternOf(t.Ident));

export function textMate(vocabulary: Vocabulary): TextMateGrammar {
  return {
    name: "vcl",
    scopeName: "source.vcl",
    fileTypes: ["vcl"],
    patterns: [
      ...[t.ModuleDoc, t.Doc, t.Comment, t.HashComment].map(plain),
      ...texts(),
      ...numbers(vocabulary.units),
      ...softKeywords(),
      ...t.hardWords.map(word),
      ...names(vocabulary.types),
      ...t.signs.flatMap(sign),
      // What begins no token is reported.
      { match: "\\S", name: "invalid.illegal.character.vcl" },
    ],
  };
}

/** The scope of a token; of a soft keyword, where it is one. */
export function scopeOf(type: TokenType): string {
  const special = specialScopes.get(type);
  if (special !== undefined) return `${special}.vcl`;
  if (t.softWords.includes(type)) return "keyword.declaration.vcl";
  if (t.hardWords.includes(type)) return is(type, t.Operator) ? "keyword.operator.word.vcl" : "keyword.control.vcl";
  if (is(type, t.Operator) || is(type, t.Comparison)) return "keyword.operator.vcl";
  return "punctuation.vcl";
}

const specialScopes = new Map<TokenType, string>([
  [t.ModuleDoc, "comment.line.documentation.module"],
  [t.Doc, "comment.line.documentation"],
  [t.Comment, "comment.line.double-slash"],
  [t.HashComment, "invalid.illegal.comment"],
  [t.Quoted, "string.quoted.double"],
  [t.OtherQuoted, "invalid.illegal.quotes"],
  [t.Unclosed, "invalid.illegal.unclosed"],
  [t.Dims, "constant.numeric.size"],
  [t.Real, "constant.numeric.float"],
  [t.Int, "constant.numeric.integer"],
  [t.Ident, "variable.other"],
  [t.Not, "keyword.operator.word"],
  [t.None, "constant.language"],
  [t.True, "constant.language"],
  [t.False, "constant.language"],
  [t.PlusAssign, "keyword.operator.assignment"],
  [t.Assign, "keyword.operator.assignment"],
  [t.Colon, "punctuation.separator.key-value"],
]);

function is(type: TokenType, category: TokenType): boolean {
  return type.CATEGORIES?.includes(category) === true;
}

function patternOf({ PATTERN, name }: TokenType): RegExp {
  if (PATTERN instanceof RegExp) return PATTERN;
  throw new Error(`${name} has no regular expression`);
}

function plain(type: TokenType): TextMatePattern {
  return { match: oniguruma(patternOf(type)), name: scopeOf(type) };
}

function texts(): TextMatePattern[] {
  const inside: TextMatePattern[] = [
    { match: '\\\\[nt"\\\\]', name: "constant.character.escape.vcl" },
    { match: "\\\\.", name: "invalid.illegal.escape.vcl" },
    { match: `\\{${name}\\}`, name: "variable.other.interpolated.vcl" },
  ];
  return [
    { ...plain(t.Quoted), captures: { 0: { patterns: inside } } },
    plain(t.OtherQuoted),
    // The lexer finds this one by a function: a quote whose line ends first.
    { match: '"[^\\r\\n]*', name: scopeOf(t.Unclosed) },
  ];
}

function numbers(units: readonly string[]): TextMatePattern[] {
  const unit = `(?:${units.join("|")})`;
  const per = `(?:[ \\t]+(${t.Per.LABEL})[ \\t]+(${unit}))?`;
  // A name behind a number is a field, and no unit, where these follow.
  const noField = `${wordEnd}(?![ \\t]*(?::|\\+=|\\{|\\.))`;
  return [t.Dims, t.Real, t.Int].map((type) => ({
    match: `(${oniguruma(patternOf(type))})(?:(%)|[ \\t]*(${unit})${per}${noField})?`,
    captures: {
      1: { name: scopeOf(type) },
      2: { name: "keyword.other.unit.vcl" },
      3: { name: "keyword.other.unit.vcl" },
      4: { name: scopeOf(t.Per) },
      5: { name: "keyword.other.unit.vcl" },
    },
  }));
}

function word(type: TokenType): TextMatePattern {
  return { match: `${wordStart}${type.LABEL}${wordEnd}`, name: scopeOf(type) };
}

/** Soft keywords, with the names that they declare. */
function softKeywords(): TextMatePattern[] {
  const rules = rulesOfGrammar();
  const patterns = t.softWords.flatMap((type) =>
    followingOf(type, rules)
      .filter((each) => each.next.size > 0 || type === t.Random)
      .map(({ names, next }) => {
        const keyword = `${wordStart}(${type.LABEL})`;
        if (next.size === 0)
          return { match: `^\\s*(${type.LABEL})(?=\\s*(?:$|,|\\}|//))`, captures: captures(type, 0) };
        const behind = [...new Set([...next].map(beginning))].join("|");
        if (names === 0) return { match: `${keyword}(?=[ \\t]+(?:${behind}))`, captures: captures(type, 0) };
        return { match: `${keyword}${`[ \\t]+(${name})`.repeat(names)}`, captures: captures(type, names) };
      }),
  );
  return [...new Map(patterns.map((pattern) => [pattern.match, pattern])).values()];
}

function captures(type: TokenType, names: number): NonNullable<TextMatePattern["captures"]> {
  const of = (at: number): string => (at === names ? "entity.name.vcl" : "storage.type.vcl");
  const named = Array.from({ length: names }, (_, at) => [at + 2, { name: of(at + 1) }] as const);
  return { 1: { name: scopeOf(type) }, ...Object.fromEntries(named) };
}

/** Enough of a token to tell it by. */
function beginning(type: TokenType): string {
  if (is(type, t.Name) || is(type, t.Binds) || t.hardWords.includes(type)) return "[A-Za-z_]";
  if (is(type, t.Numeric)) return "[0-9]";
  if (is(type, t.Text)) return '"';
  return literally(type.LABEL ?? "");
}

function names(types: readonly string[]): TextMatePattern[] {
  return [
    { match: `${name}(?=[ \\t]*(?::|\\+=|=(?!=)))`, name: "variable.other.property.vcl" },
    {
      match: `(?<![A-Za-z0-9_)\\]}.])(\\.)(${name})`,
      captures: { 1: { name: scopeOf(t.Dot) }, 2: { name: "constant.other.member.vcl" } },
    },
    { match: `${name}(?=\\()`, name: "entity.name.function.vcl" },
    { match: `${wordStart}(?:${types.join("|")})${wordEnd}(?!\\.)`, name: "support.type.vcl" },
    plain(t.Ident),
  ];
}

/** A sign as vcl spells it; its look-alikes are reported. */
function sign(type: TokenType): TextMatePattern[] {
  const own = { match: literally(type.LABEL ?? ""), name: scopeOf(type) };
  if (typeof type.PATTERN === "string") return [own];
  return [own, { match: oniguruma(patternOf(type)), name: "invalid.illegal.lookalike.vcl" }];
}
