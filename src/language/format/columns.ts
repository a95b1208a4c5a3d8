/** Which rows stand in columns, and how wide these are. */
import { type Doc, flatWidth, startWidth } from "./doc.ts";
import { oneLine, type Row } from "./rows.ts";

/** Blanks behind each cell of each row, so that neighbours of one shape stand in columns and none gets wider than `room`. */
export function paddings(rows: readonly Row[], room: number): readonly (readonly string[])[] {
  const blanks = rows.map(({ cells }) => cells.map(() => " "));
  let run: Run | undefined;
  const close = (): void => {
    const columns = run?.columns ?? [];
    for (const at of run?.members ?? []) {
      const cells = rows[at]?.cells ?? [];
      blanks[at] = cells.map((cell, column) => " ".repeat((columns[column] ?? 0) - flatWidth(cell) + 1));
    }
    run = undefined;
  };
  for (const [at, row] of rows.entries()) {
    const { lead, shape } = row;
    if (lead.blank || lead.held || lead.above.length > 0 || lead.beforeComma) close();
    if (row.passes) continue;
    if (shape !== run?.shape) close();
    if (shape === undefined || lead.held || lead.beforeComma) continue;
    const whole = flatWidth(oneLine(row)) <= room;
    if (!whole && !row.moves && !row.mayEndRun) {
      close();
      continue;
    }
    const value = whole ? flatWidth(row.value) : row.moves ? 0 : startWidth(row.value).width;
    if (run && !fits(run, row, value, room)) close();
    run = joined(run, row, at, value);
    if (!whole) close();
  }
  close();
  return blanks;
}

/** Rows below each other that are aligned. */
interface Run {
  readonly shape: string | undefined;
  /** Indexes of its rows. */
  readonly members: number[];
  /** The widest cell of each column. */
  readonly columns: readonly number[];
  /** The widest value. */
  readonly value: number;
}

function joined(run: Run | undefined, { shape, cells }: Row, at: number, value: number): Run {
  const members = run?.members ?? [];
  members.push(at);
  return { shape, members, columns: columnsWith(run, cells), value: Math.max(run?.value ?? 0, value) };
}

function fits(run: Run, { cells }: Row, value: number, room: number): boolean {
  return columnsWith(run, cells).reduce((width, column) => width + column + 1, Math.max(run.value, value)) <= room;
}

function columnsWith(run: Run | undefined, cells: readonly Doc[]): readonly number[] {
  return cells.map((cell, column) => Math.max(run?.columns[column] ?? 0, flatWidth(cell)));
}
