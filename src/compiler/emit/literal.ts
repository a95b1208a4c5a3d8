/** Literals and comments as TypeScript text. Whatever a `.vcl` file holds, what comes out is one token or one line. */
import type { Expression, Literal } from "../plan/program.ts";

type LiteralExpression = Extract<Expression, { kind: "literal" }>;

/** A number that TypeScript reads as the file wrote it, in the one form that formatters leave alone. */
const plainNumber = /^(0|[1-9]\d*(_\d{3})*)(\.\d*[1-9])?(e-?[1-9]\d*)?$/;

export function literalText({ value, span }: LiteralExpression): string {
  const written = span?.file.text.slice(span.start, span.end) ?? "";
  const keeps = typeof value === "number" && plainNumber.test(written) && Number(written.replaceAll("_", "")) === value;
  return keeps ? written : valueText(value);
}

/** The text of a plain value: small numbers with an exponent, texts in double quotes unless that needs more escapes. */
export function valueText(value: Literal): string {
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "string") return String(value);
  const text = JSON.stringify(value);
  const doubles = value.split('"').length;
  const singles = value.split("'").length;
  return doubles > singles ? `'${text.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : text;
}

function numberText(value: number): string {
  const small = value !== 0 && Math.abs(value) < 0.001;
  return (small ? value.toExponential() : String(value)).replace("e+", "e");
}

/** Text that ends no comment and no line. */
export function commentText(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/g, " ")
    .replaceAll("*/", "* /")
    .trimEnd();
}
