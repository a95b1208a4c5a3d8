/** What lexer, brackets and parser noticed, as diagnostics: in the order of the text, and no two about the same thing. */
import { EOF, type IToken } from "chevrotain";
import type { BracketProblem } from "../../../grammar/brackets.ts";
import { DEEPEST } from "../../../grammar/brackets.ts";
import { messageFor, quoted, type Repair } from "../../../grammar/messages.ts";
import { placeOf } from "../../../grammar/places.ts";
import type { Reading } from "../../../grammar/read.ts";
import type { Mistake } from "../../../grammar/recovery.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { cover, positionAt, type SourceFile, type Span } from "../source/source-file.ts";
import { lookalikes, strayCharacters, unclosedTexts } from "./characters.ts";

/** With more mistakes than this the text is hardly a `.vcl` file; the first ones are told. */
const MOST = 50;

/**
 * `built` are the mistakes that the building of the tree found. A bracket or a word that does not fit, on a line that already
 * has a mistake, is taken for its consequence.
 */
export function syntaxDiagnostics(
  file: SourceFile,
  reading: Reading,
  built: readonly Diagnostic[],
): readonly Diagnostic[] {
  const tooDeep = reading.brackets.find((problem) => problem.kind === "too-deep");
  if (tooDeep) return [bracketDiagnostic(file, reading, tooDeep)];
  const causes = [
    ...strayCharacters(file, reading.strays.slice(0, MOST)),
    ...unclosedTexts(file, reading.tokens).slice(0, MOST),
  ];
  const consequences = [
    ...reading.brackets.slice(0, MOST).map((problem) => bracketDiagnostic(file, reading, problem)),
    ...reading.mistakes.map((mistake) => mistakeDiagnostic(file, mistake)),
  ];
  const taken = new Set([...causes, ...built].map(({ primary }) => lineOf(primary.span)));
  const first = consequences.filter(({ primary }) => {
    const line = lineOf(primary.span);
    const known = taken.has(line);
    taken.add(line);
    return !known;
  });
  const all = [...causes, ...lookalikes(file, reading), ...built, ...first];
  return all.sort((a, b) => a.primary.span.start - b.primary.span.start).slice(0, MOST);
}

function lineOf(span: Span): number {
  return positionAt(span.file, span.start).line;
}

function spanOf(file: SourceFile, token: IToken): Span {
  return { file, start: token.startOffset, end: token.startOffset + token.image.length };
}

/** The empty place right behind a token. */
function behind(file: SourceFile, token: IToken): Span {
  const end = token.tokenType === EOF ? 0 : token.startOffset + token.image.length;
  return { file, start: end, end };
}

function mistakeDiagnostic(file: SourceFile, mistake: Mistake): Diagnostic {
  const message = messageFor(mistake);
  const { found, previous } = mistake;
  const atEnd = found.tokenType === EOF;
  const stray = /^(file|statement|block|entry|externBody|externItem)>\?$/.test(mistake.key);
  const ends = atEnd || (placeOf(found).firstOnLine && !stray && previous.tokenType !== EOF);
  const between = ends || mistake.key.endsWith(">Comma");
  const said = ends ? (atEnd ? "the text ends here" : "the line ends here") : `found ${quoted(found)}`;
  const fixes: Fix[] = [];
  if (message.repair) fixes.push(...repairing(file, mistake, message.repair));
  const meant = message.choices && !ends ? suggest(found.image, message.choices) : [];
  for (const word of meant) fixes.push({ title: word, edits: [{ span: spanOf(file, found), newText: word }] });
  const label = meant[0] === undefined ? (message.label ?? said) : `did you mean \`${meant.join("`, `")}\`?`;
  return diagnose(
    "V0001",
    { title: message.title },
    {
      primary: { span: between ? behind(file, previous) : spanOf(file, found), text: label },
      fixes: meant.length > 1 ? [] : fixes,
      helps: meant.length > 0 ? [] : (message.helps ?? []),
    },
  );
}

function repairing(file: SourceFile, { found, previous }: Mistake, repair: Repair): Fix[] {
  const end = behind(file, previous);
  switch (repair.kind) {
    case "insert": {
      const start = { file, start: previous.startOffset, end: previous.startOffset };
      const span = repair.where === "behind" ? end : start;
      return [{ title: `insert \`${repair.text.trim()}\``, edits: [{ span, newText: repair.text }] }];
    }
    case "remove": {
      const span = { file, start: end.start, end: spanOf(file, found).end };
      return [{ title: repair.title, edits: [{ span, newText: "" }] }];
    }
    case "join": {
      const span = { file, start: end.start, end: found.startOffset };
      if (/\S/.test(file.text.slice(span.start, span.end))) return [];
      return [{ title: `put it behind ${quoted(previous)}`, edits: [{ span, newText: " " }] }];
    }
  }
}

function bracketDiagnostic(file: SourceFile, reading: Reading, problem: BracketProblem): Diagnostic {
  switch (problem.kind) {
    case "unclosed":
      return unclosed(file, reading, problem.opener, problem.before);
    case "unopened": {
      const bracket = problem.closer.image;
      return diagnose(
        "V0001",
        { title: `this \`${bracket}\` closes nothing` },
        { primary: { span: spanOf(file, problem.closer), text: "nothing is open here that it could close" } },
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
          primary: { span: cover(spanOf(file, first), spanOf(file, second)), text: "the one opened last closes first" },
          fixes: [{ title: newText, edits: [{ span: cover(spanOf(file, first), spanOf(file, second)), newText }] }],
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
          secondary: [{ span: spanOf(file, problem.closer), text: `this \`${closer}\` would close it` }],
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
          primary: { span: spanOf(file, problem.opener), text: `more than ${DEEPEST} are open here` },
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
      primary: { span: spanOf(file, opener), text: "opened here" },
      secondary:
        place && !onItsLine ? [{ span: spanOf(file, place), text: `still inside ${ownerOf(reading, opener)}` }] : [],
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
