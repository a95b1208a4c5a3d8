/** What editors colour is what the lexer reads. */

import { type IToken, tokenMatcher } from "chevrotain";
import { describe, expect, test } from "vitest";
import { read } from "../../grammar/read.ts";
import { scopeOf } from "../../grammar/textmate.ts";
import * as t from "../../grammar/tokens.ts";
import { corpus } from "../fuzz/corpus.ts";
import { colours } from "./colours.ts";

/** `let:keyword.declaration x:entity.name =:keyword.operator.assignment`. */
function told(text: string): string {
  return colours(text)
    .filter((piece) => piece.text.trim() !== "")
    .map(({ text, scopes }) => `${text.trim()}:${(scopes.at(-1) ?? "").replace(/\.vcl$/, "")}`)
    .join(" ");
}

describe("samples", () => {
  test.each([
    ["//! module", "//! module:comment.line.documentation.module"],
    ["/// doc", "/// doc:comment.line.documentation"],
    ["//// ruler", "//// ruler:comment.line.double-slash"],
    [
      "let x = 8 frames",
      "let:keyword.declaration x:entity.name =:keyword.operator.assignment 8:constant.numeric.integer frames:keyword.other.unit",
    ],
    ["1x7x7", "1x7x7:constant.numeric.size"],
    ["112x112 px", "112x112:constant.numeric.size px:keyword.other.unit"],
    [
      "10 clips per video",
      "10:constant.numeric.integer clips:keyword.other.unit per:keyword.control video:keyword.other.unit",
    ],
    ["50%", "50:constant.numeric.integer %:keyword.other.unit"],
    ["1e-4", "1e-4:constant.numeric.float"],
    [
      "at: [1 epoch]",
      "at:variable.other.property ::punctuation.separator.key-value [:punctuation 1:constant.numeric.integer epoch:keyword.other.unit ]:punctuation",
    ],
    ["model: r3d18", "model:variable.other.property ::punctuation.separator.key-value r3d18:variable.other"],
    [
      "split: .train",
      "split:variable.other.property ::punctuation.separator.key-value .:punctuation train:constant.other.member",
    ],
    ["train.clip", "train:variable.other .:punctuation clip:variable.other"],
    [
      "head action at stage4.last = x {}",
      "head:keyword.declaration action:entity.name at:keyword.declaration stage4:entity.name .:punctuation last:variable.other.property =:keyword.operator.assignment x:variable.other {:punctuation }:punctuation",
    ],
    [
      'extern head mine from "./mine.ts" {',
      'extern:keyword.declaration head:storage.type mine:entity.name from:keyword.declaration "./mine.ts":string.quoted.double {:punctuation',
    ],
    [
      'import * as base from "./a.vcl" with {',
      'import:keyword.declaration *:keyword.operator as:keyword.declaration base:entity.name from:keyword.declaration "./a.vcl":string.quoted.double with:keyword.declaration {:punctuation',
    ],
    [
      "sample: random(1 clip per video)",
      "sample:variable.other.property ::punctuation.separator.key-value random:entity.name.function (:punctuation 1:constant.numeric.integer clip:keyword.other.unit per:keyword.control video:keyword.other.unit ):punctuation",
    ],
    ["  random", "random:keyword.declaration"],
    ["data: 1", "data:variable.other.property ::punctuation.separator.key-value 1:constant.numeric.integer"],
    [
      "not a and b or none",
      "not:keyword.operator.word a:variable.other and:keyword.operator.word b:variable.other or:keyword.operator.word none:constant.language",
    ],
    [
      "{ take: 8 clip: 2 }",
      "{:punctuation take:variable.other.property ::punctuation.separator.key-value 8:constant.numeric.integer clip:variable.other.property ::punctuation.separator.key-value 2:constant.numeric.integer }:punctuation",
    ],
    [
      '"a\\n{k}\\q"',
      '"a:string.quoted.double \\n:constant.character.escape {k}:variable.other.interpolated \\q:invalid.illegal.escape ":string.quoted.double',
    ],
    ['"never closed', '"never closed:invalid.illegal.unclosed'],
    [
      "‘no’ # no",
      "‘:invalid.illegal.character no:variable.other ’:invalid.illegal.character # no:invalid.illegal.comment",
    ],
    ["planes × 2", "planes:variable.other ×:invalid.illegal.lookalike 2:constant.numeric.integer"],
    ["a ≤ b", "a:variable.other ≤:invalid.illegal.lookalike b:variable.other"],
  ])("%s", (text, expected) => {
    expect(told(text)).toBe(expected);
  });
});

/** The scope that a token must have, or several for a word that may be a keyword or a name. */
function scopesFor(token: IToken): RegExp {
  const type = token.tokenType;
  if (tokenMatcher(token, t.Name))
    return /^(keyword\.declaration|variable|entity|constant\.other\.member|storage|support|keyword\.other\.unit)/;
  // `.none` is a member like any other.
  if (type === t.None) return /^constant\.(language|other\.member)/;
  if (type === t.OtherQuoted || type === t.Unclosed) return /^invalid/;
  if (type === t.Percent) return /^keyword/;
  if (t.signs.includes(type) && token.image !== type.LABEL) return /^invalid|^keyword\.operator/;
  return new RegExp(`^${scopeOf(type).replaceAll(".", "\\.")}`);
}

describe("every program of the repository", () => {
  const texts = [...new Set(corpus().flatMap((files) => Object.values(files)))].map((text) =>
    text.replaceAll("\r", "\n"),
  );

  test("has each token in its colour", () => {
    const wrong = texts.flatMap((text) => {
      const pieces = colours(text);
      const { tokens, comments } = read(text, "file");
      return [...tokens, ...comments].flatMap((token) => {
        const piece = pieces.findLast(({ start }) => start <= token.startOffset);
        const scope = piece?.scopes[0] ?? "none";
        return scopesFor(token).test(scope) ? [] : `${token.tokenType.name} ${token.image}: ${scope}`;
      });
    });
    expect(texts.length).toBeGreaterThan(100);
    expect([...new Set(wrong)]).toEqual([]);
  });

  test("has no other thing flagged than what vcl reports", () => {
    const flagged = texts.flatMap((text) => {
      const reported = new Set(read(text, "file").strays.map(({ start }) => start));
      return colours(text)
        .filter(({ start, scopes }) => scopes.at(-1) === "invalid.illegal.character.vcl" && !reported.has(start))
        .map(({ text }) => text);
    });
    expect(flagged).toEqual([]);
  });

  test("has its declarations' words coloured as such", () => {
    const plain = texts.flatMap((text) => {
      const pieces = colours(text);
      return [
        ...text.matchAll(/^(?:param|let|data|model|transform|experiment|import|amends|check|extern)(?= [\w"{*])/gm),
      ]
        .filter(({ index }) => pieces.findLast(({ start }) => start <= index)?.scopes[0] !== "keyword.declaration.vcl")
        .map((match) => match[0]);
    });
    expect(plain).toEqual([]);
  });
});
