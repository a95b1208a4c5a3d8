import { createToken, Lexer, type TokenType } from "chevrotain";
import { describe, expect, it } from "vitest";
import { allTokens } from "../../grammar/tokens.ts";

/** Which patterns a lexer tries at each character, by place in `allTokens`; the lexer's type hides it. */
interface Table {
  readonly charCodeToPatternIdxToConfig: {
    readonly [mode: string]: { readonly [code: number]: readonly { readonly tokenTypeIdx: number }[] };
  };
}

function triedAt(tokens: TokenType[]): readonly (readonly string[])[] {
  const lexer = new Lexer(tokens, { ensureOptimizations: true, positionTracking: "onlyOffset" }) as unknown as Table;
  const names = new Map(tokens.map((token) => [token.tokenTypeIdx, token.name]));
  const [table = {}] = Object.values(lexer.charCodeToPatternIdxToConfig);
  return Array.from({ length: 256 }, (_, code) =>
    (table[code] ?? []).map(({ tokenTypeIdx }) => names.get(tokenTypeIdx) ?? ""),
  );
}

describe("where tokens may begin", () => {
  const patterned = allTokens.filter((token) => token.PATTERN instanceof RegExp && token.name !== "Space");
  const source = (token: TokenType): RegExp => token.PATTERN as RegExp;
  const hinted = (token: TokenType): readonly string[] =>
    (token as { readonly START_CHARS_HINT?: readonly string[] }).START_CHARS_HINT ?? [];

  it("is stated as the lexer would work it out", () => {
    const stated = patterned.map((token) =>
      createToken({
        name: token.name,
        pattern: source(token),
        start_chars_hint: [...hinted(token)],
        line_breaks: false,
      }),
    );
    const plain = patterned.map((token) => createToken({ name: token.name, pattern: source(token) }));
    expect(triedAt(stated)).toEqual(triedAt(plain));
  });

  it("holds for every character beyond those 256 too", () => {
    const tails = ["", "=", "..", "x", "x”", "x»", '"', "x2"];
    for (const token of allTokens.filter((each) => each.PATTERN instanceof RegExp)) {
      const pattern = new RegExp(source(token).source, "y");
      const begins = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((character) =>
        tails.some((tail) => {
          pattern.lastIndex = 0;
          return pattern.test(character + tail);
        }),
      );
      expect(
        begins.filter((character) => !hinted(token).includes(character)),
        token.name,
      ).toEqual([]);
    }
  });
});
