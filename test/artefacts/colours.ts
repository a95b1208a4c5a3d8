/** Tokenises with `vcl.tmLanguage.json`, by the engine that editors use. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const require = createRequire(import.meta.url);
const grammarFile = new URL("../../grammar/vcl.tmLanguage.json", import.meta.url);

/** A piece of a text that has one colour. */
export interface Coloured {
  readonly start: number;
  readonly text: string;
  /** Innermost last, without `source.vcl`. */
  readonly scopes: readonly string[];
}

async function load(): Promise<textmate.IGrammar> {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, "utf8"), grammarFile.pathname),
  });
  const grammar = await registry.loadGrammar("source.vcl");
  if (!grammar) throw new Error("no grammar for source.vcl");
  return grammar;
}

const grammar = await load();

/** Pieces in order; a line's end belongs to none. */
export function colours(text: string): readonly Coloured[] {
  let stack = textmate.INITIAL;
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const start = offset;
    offset += line.length + 1;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: start + startIndex,
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1),
    }));
  });
}
