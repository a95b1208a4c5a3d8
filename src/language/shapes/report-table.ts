/** The rows and columns of `vcl shapes`: one column for each phase and frame size that gives other tensors. */
import type { CheckedExperiment, CheckedPhase, ShapeRun, TensorShape } from "../checked.ts";
import { grouped, plural } from "../diagnostics/words.ts";
import type { Interval } from "../dims/interval.ts";
import type { Value } from "../values/value.ts";
import type { Costs, HeadCost } from "./costs.ts";
import { formatSize } from "./tensor.ts";

export interface Column {
  readonly title: string;
  readonly phase: CheckedPhase;
  readonly run: ShapeRun;
  /** Further frame sizes of the same phase stand behind the first. */
  readonly first: boolean;
}

/** A tensor's sizes, or a text, for each column. */
export interface Row {
  readonly label: string;
  readonly cells: readonly (readonly string[] | string)[];
  /** Parameters and multiply-accumulates, where they are known. */
  readonly costs?: readonly string[];
  /** Behind the last cell. */
  readonly note?: string;
}

export function columnsOf(experiment: CheckedExperiment): readonly Column[] {
  return experiment.phases.flatMap((phase) => {
    const kept: { readonly run: ShapeRun; readonly place: number }[] = [];
    for (const [place, run] of phase.runs.entries()) {
      if (!kept.some((each) => sameRun(each.run, run))) kept.push({ run, place });
    }
    return kept.map(({ run, place }, i) => ({
      phase,
      run,
      first: i === 0,
      title: i === 0 ? phase.name : `${phase.name}, ${rarely(phase, place)}${run.frame.width}×${run.frame.height}`,
    }));
  });
}

function sameRun(a: ShapeRun, b: ShapeRun): boolean {
  const text = (run: ShapeRun): string =>
    JSON.stringify([run.clip, ...run.blocks.map((each) => each.tensor)].map((tensor) => tensor && sizesOf(tensor)));
  return text(a) === text(b);
}

/** `4 videos of `, where the data set's facts count them by frame size. */
function rarely(phase: CheckedPhase, place: number): string {
  const fact = phase.data.declaration.facts.find(
    (each) => each.kind === "set" && each.path[0]?.name === "videos_of_frames",
  );
  const counts = fact?.kind === "set" && fact.value.kind === "list" ? fact.value.items : [];
  const count = counts[place];
  return count?.kind === "number" ? `${plural(count.value, "video")} of ` : "";
}

function sizesOf(tensor: TensorShape): readonly string[] {
  return tensor.dims.map((dim) => formatSize(dim.size));
}

/** Headings of the cost columns: parameters, and multiply-accumulates in a unit that suits them all. */
export function costColumns(costs: Costs): readonly string[] {
  return ["parameters", `${unitOf(costs)}MAC`];
}

function unitOf({ blocks, heads }: Costs): "G" | "M" {
  return Math.max(...[...blocks, ...heads].map(({ macs }) => macs)) >= 1e8 ? "G" : "M";
}

function costCells(rows: readonly HeadCost[], costs: Costs | undefined): Pick<Row, "costs"> {
  if (!costs || rows.length === 0) return {};
  const sum = (of: (row: HeadCost) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const macs = sum((row) => row.macs);
  const text = unitOf(costs) === "G" ? (macs / 1e9).toFixed(2) : (macs / 1e6).toFixed(1);
  return { costs: [grouped(sum((row) => row.parameters)), text] };
}

export function blockRows(experiment: CheckedExperiment, columns: readonly Column[], costs?: Costs): readonly Row[] {
  const names = columns[0]?.run.blocks.map((each) => each.name) ?? [];
  return [
    { label: "clip", cells: cellsOf(columns, (run) => run.clip) },
    ...groupsOf(names, columns).map(({ label, members, last }) => {
      const heads = experiment.model.heads.filter(({ block }) => members.includes(block));
      const notes = heads.map(({ head, block }) => `← head "${head.name.name}"${block === last ? "" : ` at ${block}`}`);
      const counted = costs?.blocks.filter(({ name }) => members.includes(name)) ?? [];
      return {
        label,
        cells: cellsOf(columns, (run) => run.blocks.find((each) => each.name === last)?.tensor),
        ...costCells(counted, costs),
        ...(notes.length > 0 ? { note: notes.join(", ") } : {}),
      };
    }),
    ...experiment.model.heads.flatMap(({ head, block }) => headRows(experiment, head.name.name, block, columns, costs)),
  ];
}

function cellsOf(columns: readonly Column[], pick: (run: ShapeRun) => TensorShape | undefined): Row["cells"] {
  return columns.map(({ run }) => {
    const tensor = pick(run);
    return tensor ? sizesOf(tensor) : "";
  });
}

interface BlockGroup {
  readonly label: string;
  readonly members: readonly string[];
  readonly last: string;
}

/** Blocks of one stage in one row where they give the same tensor everywhere, else each in its own. */
function groupsOf(names: readonly string[], columns: readonly Column[]): readonly BlockGroup[] {
  const groups = [...new Set(names.map((name) => name.split(".")[0] ?? name))];
  return groups.flatMap((group) => {
    const members = names.filter((name) => name === group || name.startsWith(`${group}.`));
    const shapes = members.map((name) =>
      JSON.stringify(cellsOf(columns, (run) => run.blocks.find((each) => each.name === name)?.tensor)),
    );
    if (new Set(shapes).size === 1) return [{ label: group, members, last: members.at(-1) ?? group }];
    return members.map((name) => ({ label: name, members: [name], last: name }));
  });
}

type Heads = ShapeRun["heads"];

/** What the head's window leaves, where its declaration has `window` and `grid`; then what it gives. */
function headRows(
  experiment: CheckedExperiment,
  name: string,
  block: string,
  columns: readonly Column[],
  costs: Costs | undefined,
): readonly Row[] {
  const at = (run: ShapeRun): Heads[number] | undefined => run.heads.find((each) => each.name === name);
  const windows = columns.map(({ run }) => dimsOf(at(run)?.lets.get("window")));
  const pooled = columns.map(({ run }, i) => {
    const map = run.blocks.find((each) => each.name === block)?.tensor.dims;
    const window = windows[i];
    if (!map || !window) return "";
    const rest = map.length - window.length;
    return map.map((dim, place) =>
      place < rest ? formatSize(dim.size) : left(dim.size, window[place - rest] ?? dim.size),
    );
  });
  const same = new Set(windows.map((window) => window?.map(formatSize).join("×")));
  const label = same.size === 1 ? `${poolField(experiment, name)} ${[...same][0]}` : poolField(experiment, name);
  const given: Row = {
    label: name,
    cells: columns.map((column) => outputOf(column, columns, at)),
    ...costCells(costs?.heads.filter((each) => each.name === name) ?? [], costs),
  };
  return pooled.every((cell) => cell === "") ? [given] : [{ label, cells: pooled }, given];
}

/** A window that is the whole map, however large that is, leaves one cell. */
function left(size: Interval, window: Interval): string {
  const isWhole = size.low === window.low && size.high === window.high;
  return isWhole ? "1" : formatSize({ low: size.low - window.low + 1, high: size.high - window.low + 1 });
}

function dimsOf(value: Value | undefined): readonly Interval[] | undefined {
  return value?.kind === "dims" ? value.values.map((each) => each.interval) : undefined;
}

/** The field in which the head's window is stated: the one that holds a size. */
function poolField(experiment: CheckedExperiment, name: string): string {
  const head = experiment.model.heads.find((each) => each.head.name.name === name)?.head;
  const fields = head?.value.kind === "component" ? [...head.value.declaration.fields.values()] : [];
  const field = fields.find(
    ({ type }) => type.kind === "dims" || (type.kind === "optional" && type.of.kind === "dims"),
  );
  return field?.name ?? "window";
}

/** `101 logits`, `101 probabilities, mean of 10 cells (18)`: once for each phase. */
function outputOf(
  column: Column,
  columns: readonly Column[],
  at: (run: ShapeRun) => Heads[number] | undefined,
): string {
  const head = at(column.run);
  if (!head || !column.first) return "";
  const cells = columns.filter((each) => each.phase === column.phase).map(({ run }) => positionsOf(at(run)));
  const [here, ...others] = cells;
  const more = others.length > 0 ? ` (${others.join(", ")})` : "";
  const mean = here === undefined || cells.every((count) => count === "1") ? "" : `, mean of ${here} cells${more}`;
  return `${head.tensor.dims.map((dim) => formatSize(dim.size)).join(" × ")} ${head.tensor.meaning.replaceAll("_", " ")}${mean}`;
}

function positionsOf(head: Heads[number] | undefined): string | undefined {
  const grid = head?.lets.get("grid");
  return grid?.kind === "number" ? formatSize(grid.interval) : undefined;
}
