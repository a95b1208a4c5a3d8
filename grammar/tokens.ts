/**
 * The words and signs of a `.vcl` file. Soft keywords belong to the category `Name` and so may name fields; hard words do not.
 * Some patterns also take look-alikes (`×`, curly quotes, a full-width colon) so that the rest of the file is still read;
 * whoever reports them compares a token's image with `spelling`.
 */
import { createToken, Lexer, type TokenType } from "chevrotain";

/** Any word that may name a thing: an identifier or a soft keyword. */
export const Name = createToken({ name: "Name", pattern: Lexer.NA, label: "a name" });
export const Ident = createToken({
  name: "Ident",
  pattern: /[A-Za-z_]\w*/,
  categories: [Name],
  label: "a name",
  ...starting("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"),
});

/** Stands between two operands of an expression. */
export const Operator = createToken({ name: "Operator", pattern: Lexer.NA, label: "an operator" });
/** `:` or `=`; which of the two is right where is told after parsing (V0005). */
export const Sets = createToken({ name: "Sets", pattern: Lexer.NA, label: "`:` or `=`" });
export const Comparison = createToken({
  name: "Comparison",
  pattern: Lexer.NA,
  categories: [Operator],
  label: "a comparison",
});
export const Numeric = createToken({ name: "Numeric", pattern: Lexer.NA, label: "a number" });
export const Text = createToken({ name: "Text", pattern: Lexer.NA, label: "a text" });

function word(text: string, ...categories: TokenType[]): TokenType {
  const name = (text[0] ?? "").toUpperCase() + text.slice(1);
  return createToken({ name, pattern: text, longer_alt: Ident, categories, label: text });
}

/**
 * `begins`: every character that the pattern may begin with. The lexer could work that out from the pattern, but each start of
 * vcl would pay for it; a test compares the two.
 */
function sign(
  name: string,
  label: string,
  begins: string,
  pattern: RegExp | string,
  ...categories: TokenType[]
): TokenType {
  return createToken({ name, label, pattern, categories, ...starting(begins) });
}

function starting(begins: string): { readonly start_chars_hint: string[]; readonly line_breaks: false } {
  return { start_chars_hint: [...begins], line_breaks: false };
}

function comment(name: string, begins: string, pattern: RegExp): TokenType {
  return createToken({ name, pattern, group: "comments", ...starting(begins) });
}

const digits = "0123456789";

export const Amends = word("amends", Name);
export const Import = word("import", Name);
export const As = word("as", Name);
export const From = word("from", Name);
export const With = word("with", Name);
export const Param = word("param", Name);
/** `let`, `data`, `model`, `transform`. */
export const Binds = createToken({ name: "Binds", pattern: Lexer.NA, categories: [Name], label: "a declaration" });
export const Let = word("let", Binds);
export const Data = word("data", Binds);
export const Model = word("model", Binds);
export const Transform = word("transform", Binds);
export const Experiment = word("experiment", Name);
export const Check = word("check", Name);
export const Extern = word("extern", Name);
export const Head = word("head", Name);
export const At = word("at", Name);
export const Derived = word("derived", Name);
export const Facts = word("facts", Name);
export const Takes = word("takes", Name);
export const Yields = word("yields", Name);
export const Blocks = word("blocks", Name);
export const Random = word("random", Name);
export const Unused = word("unused", Name);
export const Require = word("require", Name);

export const In = word("in");
export const Of = word("of");
export const Per = word("per");
export const When = word("when");
export const Else = word("else");
export const None = word("none");
export const True = word("true");
export const False = word("false");
export const Not = word("not");
export const Then = word("then", Operator);
export const Or = word("or", Operator);
export const And = word("and", Operator);

export const Pipe = sign("Pipe", "|>", "|", "|>", Operator);
export const Equal = sign("Equal", "==", "=", "==", Comparison);
export const NotEqual = sign("NotEqual", "!=", "!≠", /!=|≠/, Comparison);
export const AtMost = sign("AtMost", "<=", "<≤⩽", /<=|≤|⩽/, Comparison);
export const AtLeast = sign("AtLeast", ">=", ">≥⩾", />=|≥|⩾/, Comparison);
export const Less = sign("Less", "<", "<", "<", Comparison);
export const Greater = sign("Greater", ">", ">", ">", Comparison);
export const RangeBelow = sign("RangeBelow", "..<", ".", "..<", Operator);
export const RangeTo = sign("RangeTo", "..", ".…‥", /\.{2,3}|…|‥/, Operator);
export const PlusAssign = sign("PlusAssign", "+=", "+", "+=");
export const Plus = sign("Plus", "+", "+＋", /[+＋]/, Operator);
export const Minus = sign("Minus", "-", "-−–—", /[-−–—]/, Operator);
export const Star = sign("Star", "*", "*×·∗＊", /[*×·∗＊]/, Operator);
export const Slash = sign("Slash", "/", "/／", /[/／]/, Operator);
export const Percent = sign("Percent", "%", "%％", /[%％]/, Operator);
export const Caret = sign("Caret", "^", "^", "^", Operator);
export const Assign = sign("Assign", "=", "=＝", /[=＝]/, Sets);
export const Colon = sign("Colon", ":", ":：", /[:：]/, Sets);
export const Bar = sign("Bar", "|", "|", "|");
export const Comma = sign("Comma", ",", ",，、", /[,，、]/);
export const Semicolon = sign("Semicolon", ";", ";；", /[;；]/);
export const Question = sign("Question", "?", "?？", /[?？]/);
export const Dot = sign("Dot", ".", ".", ".");
export const LCurly = sign("LCurly", "{", "{｛", /[{｛]/);
export const RCurly = sign("RCurly", "}", "}｝", /[}｝]/);
export const LSquare = sign("LSquare", "[", "[［", /[[［]/);
export const RSquare = sign("RSquare", "]", "]］", /[\]］]/);
export const LParen = sign("LParen", "(", "(（", /[(（]/);
export const RParen = sign("RParen", ")", ")）", /[)）]/);

/** `1x7x7`; also `1×7×7` and `1 x 7 x 7`, which are reported. */
export const Dims = sign("Dims", "a size", digits, /\d+(?:[ \t]*[xX×✕✖⨯хХ][ \t]*\d+)+/, Numeric);
export const Real = sign("Real", "a number", digits, /\d[\d_]*(?:\.\d[\d_]*(?:[eE][+-]?\d+)?|[eE][+-]?\d+)/, Numeric);
export const Int = sign("Int", "a whole number", digits, /\d[\d_]*/, Numeric);
export const Quoted = sign("Quoted", "a text", '"', /"(?:[^"\\\r\n]|\\[^\r\n])*"/, Text);
/** Text between quotes that vcl does not use; reported. */
export const OtherQuoted = sign("OtherQuoted", "a text", "'“”„«", /'[^'\r\n]*'|[“”„«][^“”»"\r\n]*[“”»"]/, Text);
/** A quote whose line ends first. Closing brackets and commas at the line's end are left to what stands around it. */
export const Unclosed = createToken({
  name: "Unclosed",
  label: "a text",
  categories: [Text],
  pattern: (text: string, offset: number): [string] | null => {
    if (text[offset] !== '"') return null;
    const rest = /[^\r\n]*/y;
    rest.lastIndex = offset;
    const line = rest.exec(text)?.[0] ?? "";
    const closers = /[\s,)\]}]*$/.exec(line)?.[0].length ?? 0;
    return [line.slice(0, Math.max(line.length - closers, 1))];
  },
  ...starting('"'),
});

/** What `\s` matches, and blanks of no width. */
const blanks =
  " \t\n\v\f\r\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF\u200B\u2060";
const Space = createToken({
  name: "Space",
  pattern: /[\s\uFEFF\u200B\u2060]+/,
  group: Lexer.SKIPPED,
  ...starting(blanks),
  line_breaks: true,
});
/** `//! …`: about the file. */
export const ModuleDoc = comment("ModuleDoc", "/", /\/\/![^\n\r]*/);
/** `/// …`: about the declaration or field that follows. */
export const Doc = comment("Doc", "/", /\/\/\/(?!\/)[^\n\r]*/);
export const Comment = comment("Comment", "/", /\/\/[^\n\r]*/);
/** A comment as other languages write it; reported. */
export const HashComment = comment("HashComment", "#", /#[^\n\r]*/);

export const softWords: readonly TokenType[] = [
  ...[Amends, Import, As, From, With, Param, Let, Data, Model, Transform, Experiment, Check, Extern, Head, At],
  ...[Derived, Facts, Takes, Yields, Blocks, Random, Unused, Require],
];
export const hardWords: readonly TokenType[] = [In, Of, Per, Then, When, Else, Or, And, Not, None, True, False];
/** Longer signs stand before those they begin with. */
export const signs: readonly TokenType[] = [
  ...[Pipe, Equal, NotEqual, AtMost, AtLeast, RangeBelow, RangeTo, PlusAssign, Less, Greater, Plus, Minus, Star],
  ...[Slash, Percent, Caret, Assign, Colon, Bar, Comma, Semicolon, Question, Dot],
  ...[LCurly, RCurly, LSquare, RSquare, LParen, RParen],
];
const categories = [Name, Binds, Operator, Comparison, Sets, Numeric, Text];

/** Every token type, in the order in which the lexer tries them. */
export const allTokens: TokenType[] = [
  ...[Space, ModuleDoc, Doc, Comment, HashComment],
  ...[Quoted, OtherQuoted, Unclosed, Dims, Real, Int],
  ...softWords,
  ...hardWords,
  Ident,
  ...signs,
  ...categories,
];
