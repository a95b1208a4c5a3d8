/** What may stand only in some files, or only in front of the rest. */
import type { CstNode } from "chevrotain";
import { diagnose } from "../../diagnostics/catalogue.ts";
import type { Span } from "../../source/source-file.ts";
import type { Context } from "./context.ts";
import { node, spanOf, token } from "./cst.ts";

const wanted = { let: "a value", data: "a data set", model: "a model", transform: "a transform" } as const;
const examples = {
  let: "warm = 5 epochs",
  data: "train = ucf101 { … }",
  model: "r3d18 = resnext3d { … }",
  transform: "small = resize_short(128 px)",
} as const;

/** `data train { … }` and `param fold = 2` change what a base file declares; without one they lack their value or type. */
export function onlyAmendingFiles(context: Context, keyword: keyof typeof wanted | "param", at: CstNode): void {
  const name = token(at, "Name")?.image ?? "";
  if (keyword === "param") {
    const sign = token(at, "Assign");
    const start = sign?.startOffset ?? spanOf(context, at).start;
    context.report(
      diagnose(
        "V0001",
        { title: `expected \`:\` and a type after \`${name}\`` },
        {
          primary: { span: { file: context.file, start, end: start + 1 }, text: "a param says its type" },
          helps: [
            `for example \`param ${name}: int = 1\``,
            "only a file that begins with `amends` leaves the type out",
          ],
        },
      ),
    );
    return;
  }
  if (context.misplaced) return;
  context.misplaced = true;
  const start = spanOf(context, node(at, "block") ?? at).start;
  context.report(
    diagnose(
      "V0001",
      { title: `expected \`=\` and ${wanted[keyword]} after \`${name}\`` },
      {
        primary: { span: { file: context.file, start, end: start + 1 }, text: "nothing to amend here" },
        helps: [
          `for example \`${keyword} ${examples[keyword]}\``,
          "only a file that begins with `amends` leaves the value out",
        ],
      },
    ),
  );
}

/** `amends` comes first, then the imports, then what is declared. */
export function wrongOrder(context: Context, statements: readonly CstNode[]): void {
  const firstOther = statements.findIndex((statement) => !node(statement, "amends") && !node(statement, "importing"));
  statements.forEach((statement, at) => {
    const amends = node(statement, "amends");
    const late = amends ? at > 0 : node(statement, "importing") && firstOther >= 0 && at > firstOther;
    if (!late || statement.recoveredNode) return;
    const span = spanOf(context, statement);
    const title = amends ? "`amends` stands before everything else" : "imports stand before declarations";
    const before = statements[amends ? 0 : firstOther];
    context.report(
      diagnose(
        "V0001",
        { title },
        {
          primary: { span, text: "" },
          secondary: before ? [{ span: firstWord(context, before), text: "after this it is too late" }] : [],
        },
      ),
    );
  });
}

function firstWord(context: Context, statement: CstNode): Span {
  const { file, start } = spanOf(context, statement);
  const word = /\w*/y;
  word.lastIndex = start;
  return { file, start, end: start + (word.exec(file.text)?.[0].length ?? 0) };
}
