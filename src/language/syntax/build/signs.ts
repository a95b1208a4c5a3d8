/** V0005: `=` where `:` belongs and the other way round. The parser takes both, so that what follows is read. */
import type { CstNode, IToken } from "chevrotain";
import { Assign, Colon } from "../../../../grammar/tokens.ts";
import { diagnose } from "../../diagnostics/catalogue.ts";
import type { Context } from "./context.ts";
import { spanOf, spanOfToken } from "./cst.ts";

/** Reports `sign` if it is not the one that belongs between the name and the value of `at`. */
export function wrongSign(context: Context, sign: IToken | undefined, right: ":" | "=", at: CstNode): void {
  if (!sign || sign.isInsertedInRecovery || sign.tokenType !== (right === ":" ? Assign : Colon)) return;
  const whole = spanOf(context, at);
  const span = spanOfToken(context, sign);
  const before = context.file.text.slice(whole.start, span.start).trimEnd();
  const after = context.file.text.slice(span.end, whole.end).trimStart();
  const replaced = { ...span, start: whole.start + before.length };
  const newText = right === ":" ? ":" : " =";
  const glued = after !== "" && context.file.text.slice(span.end, whole.end) === after;
  const firstLine = after.split(/\r\n|\r|\n/, 1)[0] ?? "";
  const title = `${before}${newText} ${firstLine.length < after.length ? `${firstLine} …` : firstLine}`;
  context.report(
    diagnose(
      "V0005",
      { what: right === ":" ? "field" : "binding", sign: right },
      {
        primary: { span, text: `should be \`${right}\`` },
        fixes: [{ title, edits: [{ span: replaced, newText: glued ? `${newText} ` : newText }] }],
      },
    ),
  );
}
