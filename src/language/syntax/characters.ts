/** Mistakes of single characters and of quotes: V0003, V0004, and characters that mean nothing. */
import { type IToken, tokenMatcher } from "chevrotain";
import type { Reading } from "../../../grammar/read.ts";
import * as t from "../../../grammar/tokens.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import { tokenSpan } from "./token-span.ts";

/** Tokens that the lexer understood although vcl spells them otherwise; each has its fix. */
export function lookalikes(file: SourceFile, reading: Reading): Diagnostic[] {
  return [...reading.tokens, ...reading.comments].flatMap((token) => {
    const right = spelling(token);
    if (right === undefined || right === token.image) return [];
    const title = titles.find(([type]) => tokenMatcher(token, type))?.[1] ?? `this is written \`${right}\``;
    return diagnose(
      "V0003",
      { title },
      {
        primary: { span: tokenSpan(file, token), text: "" },
        fixes: [
          {
            title: right.length > 2 ? right : `write \`${right}\``,
            edits: [{ span: tokenSpan(file, token), newText: right }],
          },
        ],
      },
    );
  });
}

const titles = [
  [t.Dims, "sizes are written with the letter x"],
  [t.OtherQuoted, "text stands in straight double quotes"],
  [t.HashComment, "comments begin with `//`"],
] as const;

/** How vcl spells a token; undefined where its spelling is free. */
function spelling(token: IToken): string | undefined {
  if (token.tokenType === t.Dims) return token.image.replace(/[^\d]+/g, "x");
  if (token.tokenType === t.OtherQuoted) return `"${token.image.slice(1, -1).replace(/["\\]/g, "\\$&")}"`;
  if (token.tokenType === t.HashComment) return `//${token.image.slice(1)}`;
  return t.signs.includes(token.tokenType) ? token.tokenType.LABEL : undefined;
}

export function unclosedTexts(file: SourceFile, tokens: readonly IToken[]): Diagnostic[] {
  return tokens
    .filter((token) => token.tokenType === t.Unclosed)
    .map((token) => {
      const span = tokenSpan(file, token);
      const sure = !/[,:{}[\]()]|\/\/ /.test(token.image.slice(1)) && token.image.length > 1;
      const end = { file, start: span.end, end: span.end };
      return diagnose(
        "V0004",
        {},
        {
          primary: { span, text: "the line ends first" },
          fixes: sure ? [{ title: `${token.image}"`, edits: [{ span: end, newText: '"' }] }] : [],
          helps: sure ? [] : ['text ends with `"` on the line on which it begins'],
        },
      );
    });
}

/** Signs of other languages for which vcl has a word. */
const words: Readonly<Record<string, string>> = { "&": "and", "&&": "and", "||": "or", "!": "not" };

/** What to know about some other signs. */
const hints: Readonly<Record<string, string>> = {
  "@": "no such sign in vcl",
  $: "no such sign in vcl",
  "\\": "a backslash stands only inside a text",
  "`": 'text stands in `"`',
  "'": 'text stands in `"`',
};

export function strayCharacters(file: SourceFile, strays: Reading["strays"]): Diagnostic[] {
  return strays.map(({ start, end }) => {
    const run = file.text.slice(start, end);
    const letters = /^[\p{L}\p{M}]/u.test(run);
    const word = words[run];
    const after = word !== undefined && /^\w/.test(file.text.slice(end)) ? " " : "";
    return diagnose(
      "V0001",
      { title: `${[...run].length === 1 ? "this character means" : "these characters mean"} nothing here` },
      {
        primary: {
          span: { file, start, end },
          text: word
            ? `write \`${word}\``
            : (hints[run] ?? (letters ? "names are made of a–z, 0–9 and _" : named(run))),
        },
        fixes: word
          ? [{ title: `write \`${word}\``, edits: [{ span: { file, start, end }, newText: word + after }] }]
          : [],
      },
    );
  });
}

/** Characters by their numbers, since many that are typed by accident cannot be seen. */
function named(run: string): string {
  const codes = [...run].map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return codes.length > 3 ? `${codes.slice(0, 3).join(" ")} …` : codes.join(" ");
}
