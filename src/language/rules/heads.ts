/** V0607: blocks behind the last head are computed and learn nothing. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { listed } from "../diagnostics/words.ts";
import { countsOf } from "../shapes/head-place.ts";
import { cover } from "../source/source-file.ts";
import type { Context } from "./context.ts";

export function checkReach({ runs, model, findings }: Context): void {
  const blocks = runs.phases.flatMap((run) => run.frames ?? []).flatMap((frame) => frame.trunk ?? [])[0]?.blocks;
  // A head that was not placed might be the one at the end.
  if (!blocks || runs.heads.length === 0 || runs.heads.length < (model?.heads.size ?? 0)) return;
  const places = runs.heads.map(({ head, block }) => ({
    head,
    index: blocks.findIndex((each) => each.name === block),
  }));
  const last = places.reduce((a, b) => (b.index > a.index ? b : a));
  const behind = blocks.slice(last.index + 1);
  const final = blocks.at(-1);
  if (behind.length === 0 || !final) return;
  const groups = [...new Set(behind.map((each) => each.group))];
  const partial = blocks[last.index]?.group;
  const names = groups.map((group) => (group === partial ? `the rest of ${group}` : group));
  const end = blocks.some((each) => each.name === final.group) ? final.group : `${final.group}.last`;
  const { path } = last.head.at;
  const [first] = path;
  const tail = path.at(-1);
  const span = first && tail ? cover(first.span, tail.span) : last.head.at.origin.span;
  findings.report(
    diagnose(
      "V0607",
      {},
      {
        primary: { span, text: `${listed(names)} ${names.length === 1 ? "comes" : "come"} after it` },
        secondary: model ? countsOf(model) : [],
        helps: [`attach the head at ${end}, or make the trunk shorter`],
      },
    ),
  );
}
