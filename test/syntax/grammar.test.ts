import { Lexer } from "chevrotain";
import { describe, expect, it } from "vitest";
import { VclParser } from "../../grammar/parser.ts";
import { allTokens } from "../../grammar/tokens.ts";

describe("grammar", () => {
  it("has no ambiguity, no left recursion and no unreachable token", () => {
    expect(new Lexer(allTokens, { ensureOptimizations: true }).lexerDefinitionErrors).toEqual([]);
    expect(() => new VclParser({ validate: true })).not.toThrow();
  });
});
