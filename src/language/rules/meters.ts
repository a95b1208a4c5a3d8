/** Meters beside each other and what hooks ask of them: V0803, V0805. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { clipsPerVideo } from "../shapes/phase-numbers.ts";
import { cover } from "../source/source-file.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { type Context, isTrue } from "./context.ts";
import { referenceTo } from "./which-head.ts";

export function checkMeters(context: Context): void {
  checkAverages(context);
  for (const hook of context.hooks) checkPaths(hook, context);
}

/** V0803: with one clip a video there is nothing to average. */
function checkAverages({ meters, phases, evaluation, findings }: Context): void {
  const counts = phases.map((phase) => clipsPerVideo(phase.data, evaluation));
  if (phases.length === 0 || !counts.every((each) => each && each.low === 1 && each.high === 1)) return;
  for (const meter of meters.filter((each) => isTrue(each, "averages_videos", evaluation))) {
    const plain = evaluation.components("meter").find((each) => each !== meter.declaration && isPlainTwin(each, meter));
    findings.report(
      diagnose(
        "V0803",
        { name: meter.declaration.name, other: plain?.name ?? "the mean over clips" },
        {
          primary: { span: nameSpanOf(meter), text: "every phase gives 1 clip per video" },
          secondary: phases.slice(0, 2).flatMap((phase) => {
            const sample = evaluation.fieldOf(phase.data, "sample");
            return sample ? [{ span: sample.origin.span, text: `${phase.name}: 1 clip per video` }] : [];
          }),
          helps: ["leave one of them out, or take more clips of each test video"],
        },
      ),
    );
  }
}

/** The meter that counts the same over clips: it takes the same and has no more fields. */
function isPlainTwin(other: ComponentValue["declaration"], meter: ComponentValue): boolean {
  const averages = other.facts.some((each) => each.kind === "set" && each.path[0]?.name === "averages_videos");
  return !averages && [...other.fields.keys()].every((name) => meter.declaration.fields.has(name));
}

/** V0805 */
function checkPaths(hook: ComponentValue, context: Context): void {
  for (const field of hook.declaration.fields.values()) {
    if (referenceTo(field.type) !== "meter") continue;
    const value = context.evaluation.fieldOf(hook, field.name);
    if (value?.kind === "meter-path") checkPath(value, context);
  }
}

function checkPath(value: Value & { readonly kind: "meter-path" }, context: Context): void {
  const written = value.path.map((each) => each.name).join(".");
  const known = resultsOf(context);
  const [first] = value.path;
  const last = value.path.at(-1);
  // A phase or a meter that could not be evaluated may well give it.
  if (!first || !last || known === undefined || known.some((each) => fits(each, written))) return;
  const paths = known.filter((each) => !each.endsWith("*"));
  const [close] = suggest(written, paths);
  const meters = context.evaluation.fieldOf(context.experiment, "meters");
  const there = paths
    .filter((each) => each.startsWith(`${first.name}.`))
    .map((each) => each.slice(first.name.length + 1));
  const span = cover(first.span, last.span);
  const mine = close !== undefined && span.file.origin === "file";
  const phases = [...new Set(paths.map((each) => each.split(".")[0] ?? each))];
  context.findings.report(
    diagnose(
      "V0805",
      { path: written },
      {
        primary: { span, text: close ? `did you mean \`${close}\`?` : "" },
        secondary:
          meters && meters.origin.how !== "default" ? [{ span: meters.origin.span, text: "the meters there are" }] : [],
        why: there.length > 0 ? `${first.name} has ${there.join(", ")}` : `phases: ${phases.join(", ")}`,
        ...(mine ? { fixes: [{ title: close, edits: [{ span, newText: close }] }] } : {}),
      },
    ),
  );
}

function fits(known: string, written: string): boolean {
  return known.endsWith("*")
    ? written.startsWith(known.slice(0, -1)) && !written.slice(known.length - 1).includes(".")
    : known === written;
}

/**
 * `test.accuracy.top1` …: what every phase gives. A meter with `topk` gives one value for each of them; of another one only
 * the name is known: `test.confusion.*`.
 */
function resultsOf({ experiment, phases, meters, evaluation }: Context): readonly string[] | undefined {
  const listed = ["phases", "meters"].map((name) => evaluation.fieldOf(experiment, name));
  const complete = listed.every(
    (list) => list?.kind === "list" && list.items.every((item) => item.kind === "component"),
  );
  if (!complete) return undefined;
  const keys = meterKeys(meters, evaluation);
  return phases.flatMap(({ name }) => [
    ...meters.flatMap((meter, i) => {
      const topk = evaluation.fieldOf(meter, "topk");
      const path = `${name}.${keys[i]}`;
      if (topk?.kind !== "list") return [`${path}.*`];
      return topk.items.flatMap((item) => (item.kind === "number" ? [`${path}.top${item.interval.low}`] : []));
    }),
    `${name}.loss`,
  ]);
}

/** What meters are called in results: by their names, with the head's where two have the same. */
function meterKeys(meters: readonly ComponentValue[], evaluation: Context["evaluation"]): readonly string[] {
  const named = meters.map((meter) => {
    const head = evaluation.fieldOf(meter, "head");
    return { name: meter.declaration.name, head: head?.kind === "member" ? head.name : "" };
  });
  return named.map(({ name, head }, i) => {
    if (named.filter((each) => each.name === name).length === 1) return name;
    const before = named.slice(0, i).filter((each) => each.name === name && each.head === head).length;
    return before === 0 ? `${name}_${head}` : `${name}_${head}_${before + 1}`;
  });
}
