/** A whole file: declarations below each other, with empty lines around those that have several lines or documentation. */
import type { CstNode } from "chevrotain";
import { ALLOWANCE } from "../../syntax/build/comments.ts";
import { type Doc, flatWidth } from "../doc.ts";
import { leadOf, remarks } from "../gap.ts";
import type { Notes } from "../notes.ts";
import type { Lead, Row } from "../rows.ts";
import { WIDTH } from "../style.ts";
import { declaration } from "./declarations.ts";
import { elementsOf, firstToken, isNode } from "./elements.ts";

export function fileOf(notes: Notes, file: CstNode): Doc {
  const statements = elementsOf(file).filter(isNode);
  const rows: Row[] = [];
  statements.forEach((statement, at) => {
    const first = firstToken(notes, statement);
    const row = {
      ...declaration(notes, statement),
      lead: at === 0 ? underModuleDocs(leadOf(notes, first)) : leadOf(notes, first),
    };
    const before = statements[at - 1];
    const parted =
      before &&
      (isPart(before) !== isPart(statement) ||
        isLong(rows[at - 1]) ||
        isLong(row) ||
        notes.before(first).comments.some(({ documents }) => documents));
    rows.push(parted ? { ...row, lead: withBlank(row.lead) } : row);
  });
  const end = { ...remarks(notes.atEnd.comments), blank: false, held: false };
  return {
    kind: "rows",
    rows,
    end: rows.length === 0 ? underModuleDocs(end) : end,
    commas: "none",
    pad: undefined,
    onOneLine: undefined,
  };
}

/** `amends` and `import` stand apart from declarations. */
function isPart(statement: CstNode): boolean {
  return "amends" in statement.children || "importing" in statement.children;
}

function isLong(row: Row | undefined): boolean {
  return row !== undefined && flatWidth([row.cells.map((cell) => [cell, " "]), row.value]) > WIDTH;
}

/** An allowed warning is one on the comment's line or the next: no empty line may come between. */
function allows(text: string | undefined): boolean {
  return text !== undefined && ALLOWANCE.test(text);
}

/** With an empty line somewhere: before the comments that lead to the row, where there is none. */
function withBlank(lead: Lead): Lead {
  if (allows(lead.trailing)) return lead;
  const [top, ...others] = lead.above;
  if (!top) return { ...lead, blank: true };
  if (lead.blank || lead.above.some(({ blank }) => blank)) return lead;
  return { ...lead, above: [{ ...top, blank: true }, ...others] };
}

/** `//!` lines at the start of a file are parted from what follows. */
function underModuleDocs(lead: Lead): Lead {
  const last = lead.above.findLastIndex(({ text }) => text.startsWith("//!"));
  const next = lead.above[last + 1];
  if (last < 0 || lead.above.slice(0, last).some(({ text }) => allows(text))) return lead;
  if (!next) return { ...lead, blank: true };
  return { ...lead, above: lead.above.map((each) => (each === next ? { ...each, blank: true } : each)) };
}
