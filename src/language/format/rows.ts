/** Things that stand below each other: fields, elements of a list, declarations. Neighbours of one shape stand in columns. */
import { paddings } from "./columns.ts";
import { type Doc, flatWidth, hardline, indent } from "./doc.ts";
import { WIDTH } from "./style.ts";

/** What stands between the row before and this one, or between the last row and the closing bracket. */
export interface Lead {
  /** The comment on the line of what is before. */
  readonly trailing: string | undefined;
  /** Comments on lines of their own. `blank`: an empty line stands before it. */
  readonly above: readonly { readonly text: string; readonly blank: boolean }[];
  /** An empty line stands right before the row. */
  readonly blank: boolean;
  /** It stays on the line of what is before. */
  readonly held: boolean;
  /** Comments before the comma that would mean something else behind it: they stay, and so does the comma. */
  readonly beforeComma?: Lead;
}

export interface Row {
  readonly lead: Lead;
  /** What is aligned with the cells of neighbours; each fits on one line. */
  readonly cells: readonly Doc[];
  readonly value: Doc;
  /** Rows of one shape are aligned; a row without one ends a run. */
  readonly shape?: string;
  /** A row of several lines may be the last of a run. */
  readonly mayEndRun?: boolean;
  /** Neither aligned nor the end of a run. */
  readonly passes?: boolean;
  /** A value too long for its line goes to the next one. */
  readonly moves?: boolean;
  /** Without a comma it would be read together with the row behind it. */
  readonly needsComma?: boolean;
}

/** Where commas stand in rows below each other: behind each, between them, or nowhere. */
export type Commas = "each" | "between" | "none";

export interface Rows {
  readonly kind: "rows";
  readonly rows: readonly Row[];
  /** What stands behind the last row. */
  readonly end: Lead;
  readonly commas: Commas;
  /** What stands before the first row where it is on the line of the opening bracket; undefined at the start of a file. */
  readonly pad: "" | " " | undefined;
  /** Undefined where the rows must stand below each other. */
  readonly onOneLine: Doc | undefined;
}

export function hasComments({ trailing, above, beforeComma }: Lead): boolean {
  return trailing !== undefined || above.length > 0 || beforeComma !== undefined;
}

/** The rows side by side; undefined where a comment forbids it. */
export function sideBySide(rows: readonly Row[], end: Lead, pad: "" | " "): Doc | undefined {
  if ([...rows.map(({ lead }) => lead), end].some(hasComments)) return undefined;
  return [pad, ...rows.flatMap((row, at) => [at === 0 ? "" : ", ", oneLine(row)])];
}

/** A row as it is without columns. */
export function oneLine({ cells, value }: Row): Doc {
  return [...cells.flatMap((cell) => [cell, " "]), value];
}

/** The rows below each other, `indentation` columns from the left. */
export function belowEachOther({ rows, end, commas, pad }: Rows, indentation: number): Doc {
  const room = WIDTH - indentation - (commas === "none" ? 0 : 1);
  const blanks = paddings(rows, room);
  const docs = rows.map((row, at): Doc => {
    const first = at === 0;
    const needed = commas !== "none" || row.lead.held || row.lead.beforeComma || rows[at - 1]?.needsComma;
    const comma = !first && needed ? "," : "";
    return [between(row.lead, { first, pad: first ? pad : " ", comma }), aligned(row, blanks[at] ?? [], room)];
  });
  if (rows.length === 0) return pad === undefined ? atStart(end) : remarks(end, true);
  return [docs, commas === "each" && !end.held ? "," : "", remarks(end, false)];
}

/** The row with its blanks; a value that moves and does not fit on the line stands on its own one. */
function aligned({ cells, value, moves }: Row, blanks: readonly string[], room: number): Doc {
  const padded = cells.map((cell, column): Doc => [cell, blanks[column] ?? " "]);
  if (!moves || flatWidth(padded) + flatWidth(value) <= room) return [padded, value];
  return [cells, indent([hardline, value])];
}

interface Place {
  readonly first: boolean;
  readonly pad: string | undefined;
  readonly comma: string;
}

function between(lead: Lead, { first, pad, comma }: Place): Doc {
  if (lead.beforeComma) {
    const behind = lead.trailing !== undefined || lead.above.length > 0 ? [remarks(lead, false), lineBreak(lead)] : " ";
    return [remarks(lead.beforeComma, first), hardline, comma, behind];
  }
  if (lead.held && !hasComments(lead)) return [comma, pad ?? ""];
  if (first && pad === undefined) return [atStart(lead), lead.above.length > 0 ? lineBreak(lead) : ""];
  return [comma, remarks(lead, first), lineBreak(lead, first)];
}

/** Comments at the start of the file. */
function atStart({ above: [top, ...others] }: Lead): Doc {
  return top ? [top.text, others.map(ownLine)] : "";
}

/** An empty line behind an opening bracket goes; behind a comment it stays, since a comment can be about its next line. */
function lineBreak(lead: Lead, first = false): Doc {
  return { kind: "hard", blank: lead.blank && (!first || hasComments(lead)) };
}

function remarks({ trailing, above }: Lead, first: boolean): Doc {
  const opens = first && trailing === undefined;
  return [
    trailing === undefined ? "" : { kind: "comment", text: trailing },
    above.map((each, at) => ownLine(opens && at === 0 ? { ...each, blank: false } : each)),
  ];
}

function ownLine({ text, blank }: Lead["above"][number]): Doc {
  return [{ kind: "hard", blank }, text];
}
