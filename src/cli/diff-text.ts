/** What `vcl diff` prints: what was changed, group by group, with both values and places; then what follows. */
import type { Argument } from "../language/checked.ts";
import { grouped, plural } from "../language/diagnostics/words.ts";
import { type Difference, type Differences, groups, type Side } from "../language/differences/difference.ts";
import { macsText } from "../language/shapes/costs.ts";
import { originText, placesJson } from "./show-text.ts";
import { type Colors, quoted } from "./terminal.ts";

/** One side as a whole; what is not known is left out. */
export interface Summary {
  readonly file: string;
  readonly experiment: string;
  readonly args: readonly Argument[];
  /** Steps of a training epoch, at most. */
  readonly steps: number | undefined;
  readonly parameters?: number;
  /** Multiply-accumulates of one training clip. */
  readonly macs?: number;
}

type Both = readonly [Summary, Summary];

export function diffText({ causes, consequences }: Differences, summaries: Both, cwd: string, colors: Colors): string {
  const [before, after] = summaries.map(titleOf);
  const { red, green, bold } = colors;
  const same = causes.length + consequences.length === 0 ? ["", "no difference"] : [];
  const sections = groups.flatMap((group) => {
    const rows = causes.filter((each) => each.group === group);
    return rows.length === 0 ? [] : ["", bold(titles[group]), ...table(rows, cwd, colors)];
  });
  const following = consequences.length === 0 ? [] : ["", bold("what follows"), ...table(consequences, cwd, colors)];
  const lines = [
    red(`- ${before}`),
    green(`+ ${after}`),
    ...same,
    ...sections,
    ...following,
    "",
    summaryLine(summaries),
  ];
  return `${lines.join("\n")}\n`;
}

const titles: Readonly<Record<Difference["group"], string>> = {
  names: "params and names",
  data: "data",
  model: "model",
  loss: "loss",
  optimizer: "optimizer",
  run: "run",
  meters: "meters",
  hooks: "hooks",
};

/** `ucf101.vcl, ucf101_r3d18, --fold 2`. */
function titleOf({ file, experiment, args }: Summary): string {
  const given = args.map(({ kind, name, text }) =>
    kind === "set" ? `--set ${quoted(`${name}=${text}`)}` : `--${name} ${quoted(text)}`,
  );
  return [`${file}: ${experiment}`, ...given].join(" ");
}

interface Row {
  readonly name: string;
  readonly values: readonly string[];
  readonly place: string;
}

/** What a line may hold; longer ones put places, then values, below each other. */
const widest = 118;
const longestName = 34;
const longestValues = 60;

function table(found: readonly Difference[], cwd: string, colors: Colors): readonly string[] {
  const rows = found.map((each) => rowOf(each, cwd));
  const names = Math.min(longestName, Math.max(...rows.map(({ name }) => name.length)));
  const lengths = rows.filter(({ place }) => place !== "").map(({ values }) => values.join(" → ").length);
  const values = Math.max(0, ...lengths.filter((length) => length <= longestValues));
  return rows.flatMap((row) => linesOf(row, names, values, colors));
}

function linesOf(row: Row, names: number, width: number, colors: Colors): readonly string[] {
  const lead = `  ${row.name.padEnd(names)}  `;
  const values = row.values.join(" → ").padEnd(width);
  const indent = " ".repeat(names + 4);
  const isOneLine = lead.length + values.length <= widest;
  const [first = "", ...more] = isOneLine ? [values] : row.values;
  const lines = [`${lead}${first}`, ...more.map((value) => `${indent}→ ${value}`)];
  if (row.place === "") return lines.map((line) => line.trimEnd());
  if (isOneLine && lead.length + values.length + 2 + row.place.length <= widest)
    return [`${lead}${values}  ${colors.dim(row.place)}`];
  return [...lines.map((line) => line.trimEnd()), `${indent}${colors.dim(row.place)}`];
}

function rowOf({ paths, before, after }: Difference, cwd: string): Row {
  const name = paths.join(", ");
  if (!before || !after) {
    const [sign, side] = before ? ["−", before] : ["+", after];
    return {
      name: `${sign} ${name}`,
      values: [side?.text ?? ""],
      place: side ? unlessPlain(originText(side, cwd)) : "",
    };
  }
  const places = [before, after].map((side) => originText(side, cwd)) as [string, string];
  return { name, values: [before.text, after.text], place: placesText(places) };
}

/** One place for both sides where it is the same. */
function placesText([before, after]: readonly [string, string]): string {
  if (before === after) return unlessPlain(before);
  const [, word] = /^(derived|follows) from /.exec(before) ?? [];
  return `${before} → ${word && after.startsWith(word) ? after.slice(`${word} from `.length) : after}`;
}

/** That a value is derived, on both sides where there are two, goes without saying. */
function unlessPlain(place: string): string {
  return ["derived", "default"].includes(place) ? "" : place;
}

/** `33,218,085 → 63,527,717 parameters · 20.38 GMAC → 150.95 GMAC for a training clip · 8 → 596 steps per epoch` */
function summaryLine([before, after]: Both): string {
  const change = (a: string, b: string): string => (a === b ? a : `${a} → ${b}`);
  const parts: string[] = [];
  if (before.parameters !== undefined && after.parameters !== undefined)
    parts.push(`${change(grouped(before.parameters), grouped(after.parameters))} parameters`);
  if (before.macs !== undefined && after.macs !== undefined)
    parts.push(`${change(macsText(before.macs), macsText(after.macs))} for a training clip`);
  if (before.steps !== undefined && after.steps !== undefined)
    parts.push(
      before.steps === after.steps
        ? `${plural(after.steps, "step")} per epoch`
        : `${grouped(before.steps)} → ${plural(after.steps, "step")} per epoch`,
    );
  return parts.join(" · ");
}

/** The same for machines. `null` where a side has nothing of the kind. */
export function diffJson({ causes, consequences }: Differences, summaries: Both, cwd: string): object {
  const side = (of: Side | undefined) =>
    of ? { value: of.text, how: of.how, places: placesJson(of.places, cwd) } : null;
  const plain = (all: readonly Difference[]) =>
    all.map(({ paths, group, before, after }) => ({ paths, group, before: side(before), after: side(after) }));
  const [before, after] = summaries.map(({ file, experiment, parameters, macs, steps }) => ({
    file,
    experiment,
    parameters: parameters ?? null,
    macs: macs ?? null,
    steps: steps ?? null,
  }));
  return {
    same: causes.length + consequences.length === 0,
    before,
    after,
    causes: plain(causes),
    consequences: plain(consequences),
  };
}
