/** Numbers, sizes and texts. */
import type { CstNode, IToken } from "chevrotain";
import { Dims, OtherQuoted, Real, Unclosed } from "../../../../grammar/tokens.ts";
import { diagnose } from "../../diagnostics/catalogue.ts";
import type { Expr, StringLiteral } from "../ast.ts";
import type { Context } from "./context.ts";
import { ident, spanOf, spanOfToken, token } from "./cst.ts";

/** `8 frames`, `50%`, `10 clips per video`, `112x112 px`. */
export function quantity(context: Context, at: CstNode): Expr {
  const span = spanOf(context, at);
  const number = token(at, "Numeric");
  if (!number) return { kind: "hole", span };
  const unitToken = token(at, "unit");
  const perToken = token(at, "per");
  const unit = unitToken && { unit: ident(context, unitToken) };
  if (number.tokenType === Dims) {
    const values = number.image.split(/[^\d]+/).map(Number);
    if (values.some((value) => !isExact(context, number, value))) return { kind: "hole", span };
    return { kind: "dims", values, ...unit, span };
  }
  const whole = number.tokenType !== Real;
  const value = Number(number.image.replaceAll("_", ""));
  if (!isExact(context, number, whole ? value : value > Number.MAX_VALUE ? value : 0)) return { kind: "hole", span };
  const percent = token(at, "Percent") !== undefined;
  return { kind: "number", value, whole, percent, ...unit, ...(perToken && { per: ident(context, perToken) }), span };
}

function isExact(context: Context, number: IToken, value: number): boolean {
  if (Number.isSafeInteger(value)) return true;
  const title = Number.isFinite(value) ? "this whole number is too large to be exact" : "this number is too large";
  const largest = number.tokenType === Real ? Number.MAX_VALUE : Number.MAX_SAFE_INTEGER;
  context.report(
    diagnose(
      "V0001",
      { title },
      { primary: { span: spanOfToken(context, number), text: `the largest is ${largest}` } },
    ),
  );
  return false;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\" };

/** The value of a text. Known escapes are `\n`, `\t`, `\"` and `\\`; another is reported and stands for itself. */
export function text(context: Context, at: IToken): StringLiteral {
  const span = spanOfToken(context, at);
  if (at.tokenType === OtherQuoted) return { kind: "string", value: at.image.slice(1, -1), span };
  const inner = at.image.slice(1, at.tokenType === Unclosed ? undefined : -1);
  const value = inner.replace(/\\(.)/g, (whole, escaped: string, offset: number) => {
    const known = escapes[escaped];
    if (known !== undefined) return known;
    const start = at.startOffset + 1 + offset;
    context.report(
      diagnose(
        "V0001",
        { title: `\`${whole}\` means nothing in a text` },
        {
          primary: { span: { file: context.file, start, end: start + whole.length }, text: "" },
          fixes: [
            {
              title: "write the backslash twice",
              edits: [{ span: { file: context.file, start, end: start }, newText: "\\" }],
            },
          ],
        },
      ),
    );
    return whole;
  });
  return { kind: "string", value, span };
}
