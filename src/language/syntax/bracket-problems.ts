/** Brackets without a partner, as diagnostics: V0002, and V0001 for those that close nothing. */
import type { IToken } from "chevrotain";
import { type BracketProblem, DEEPEST } from "../../../grammar/brackets.ts";
import { quoted } from "../../../grammar/message.ts";
import type { Reading } from "../../../grammar/read.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { cover, type SourceFile } from "../source/source-file.ts";
import { behind, tokenSpan } from "./token-span.ts";

export function bracketDiagnostic(file: SourceFile, reading: Reading, problem: BracketProblem): Diagnostic {
  switch (problem.kind) {
    case "unclosed":
      return unclosed(file, reading, problem.opener, problem.before);
    case "unopened": {
      const bracket = problem.closer.image;
      return diagnose(
        "V0001",
        { title: `this \`${bracket}\` closes nothing` },
        { primary: { span: tokenSpan(file, problem.closer), text: "nothing is open here that it could close" } },
      );
    }
    case "crossed": {
      const { first, second } = problem;
      const between = file.text.slice(behind(file, first).start, second.startOffset);
      const newText = second.image + between + first.image;
      return diagnose(
        "V0001",
        { title: "these brackets close in the wrong order" },
        {
          primary: {
            span: cover(tokenSpan(file, first), tokenSpan(file, second)),
            text: "the one opened last closes first",
          },
          fixes: [
            { title: newText, edits: [{ span: cover(tokenSpan(file, first), tokenSpan(file, second)), newText }] },
          ],
        },
      );
    }
    case "unstarted": {
      const closer = problem.closer.image;
      const opener = { "}": "{", "]": "[", ")": "(" }[closer] ?? "{";
      return diagnose(
        "V0001",
        { title: `expected \`${opener}\` after ${quoted(problem.after)}` },
        {
          primary: { span: behind(file, problem.after), text: "judged by indentation" },
          secondary: [{ span: tokenSpan(file, problem.closer), text: `this \`${closer}\` would close it` }],
          fixes: [
            {
              title: `insert \`${opener}\``,
              edits: [{ span: behind(file, problem.after), newText: opener === "{" ? " {" : opener }],
            },
          ],
        },
      );
    }
    case "too-deep":
      return diagnose(
        "V0001",
        { title: "brackets are nested too deeply" },
        {
          primary: { span: tokenSpan(file, problem.opener), text: `more than ${DEEPEST} are open here` },
          helps: ["name parts of it with `let`"],
        },
      );
  }
}

function unclosed(file: SourceFile, reading: Reading, opener: IToken, before: IToken | undefined): Diagnostic {
  const line = before ? `line ${before.startLine}` : "the end of the file";
  const onItsLine = before?.startLine === opener.startLine;
  const place = before && onOwnLine(reading, before);
  return diagnose(
    "V0002",
    { bracket: opener.image },
    {
      primary: { span: tokenSpan(file, opener), text: "opened here" },
      secondary:
        place && !onItsLine ? [{ span: tokenSpan(file, place), text: `still inside ${ownerOf(reading, opener)}` }] : [],
      helps: onItsLine
        ? [`\`${closerOfImage(opener.image)}\` is likely missing before ${quoted(before ?? opener)}`]
        : [`likely before ${line} (judged by indentation)`],
    },
  );
}

function closerOfImage(opener: string): string {
  return { "{": "}", "[": "]", "(": ")" }[opener] ?? "}";
}

/** What shows best that a line lies inside: the bracket that it opens, or how it begins. */
function onOwnLine(reading: Reading, first: IToken): IToken {
  const onLine = reading.tokens.filter((token) => token.startLine === first.startLine);
  return onLine.find((token) => token.image === "{") ?? first;
}

/** What the bracket belongs to, by the first words of its line: `data train`, `optimizer`. */
function ownerOf(reading: Reading, opener: IToken): string {
  const words: string[] = [];
  for (const token of reading.tokens) {
    if (token.startLine !== opener.startLine) continue;
    if (token === opener || words.length === 2 || !/^\w+$/.test(token.image)) break;
    words.push(token.image);
  }
  return words.length > 0 ? `\`${words.join(" ")}\`` : `this \`${opener.image}\``;
}
