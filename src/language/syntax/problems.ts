/** What lexer, brackets and parser noticed, as diagnostics: in the order of the text, and no two about the same thing. */
import { EOF } from "chevrotain";
import { quoted, type Repair } from "../../../grammar/message.ts";
import { messageFor } from "../../../grammar/messages.ts";
import { placeOf } from "../../../grammar/places.ts";
import type { Reading } from "../../../grammar/read.ts";
import type { Mistake } from "../../../grammar/recovery.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { positionAt, type SourceFile, type Span } from "../source/source-file.ts";
import { bracketDiagnostic } from "./bracket-problems.ts";
import { lookalikes, strayCharacters, unclosedTexts } from "./characters.ts";
import { behind, tokenSpan } from "./token-span.ts";

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
  for (const word of meant) fixes.push({ title: word, edits: [{ span: tokenSpan(file, found), newText: word }] });
  const label = meant[0] === undefined ? (message.label ?? said) : `did you mean \`${meant.join("`, `")}\`?`;
  return diagnose(
    "V0001",
    { title: message.title },
    {
      primary: { span: between ? behind(file, previous) : tokenSpan(file, found), text: label },
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
      const span = { file, start: end.start, end: tokenSpan(file, found).end };
      return [{ title: repair.title, edits: [{ span, newText: "" }] }];
    }
    case "join": {
      const span = { file, start: end.start, end: found.startOffset };
      if (/\S/.test(file.text.slice(span.start, span.end))) return [];
      return [{ title: `put it behind ${quoted(previous)}`, edits: [{ span, newText: " " }] }];
    }
  }
}
