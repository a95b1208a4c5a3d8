/** Types of the concrete syntax tree: `cst.d.ts` beside this file is what it gives. */
import { generateCstDts } from "chevrotain";
import { VclParser } from "./parser.ts";

export function cstTypes(): string {
  const types = generateCstDts(new VclParser({ validate: false }).getGAstProductions());
  return `/** The parser's concrete syntax tree, rule by rule, as chevrotain describes it. */\n${types.trimEnd()}\n`;
}
