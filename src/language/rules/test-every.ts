/** How often an experiment tests: V0507 where it never does. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { removeField, writtenAt } from "../diagnostics/edits.ts";
import type { Context } from "./context.ts";

export function checkTestEvery({ experiment, phases, evaluation, findings }: Context): void {
  const stated = evaluation.fieldOf(experiment, "test_every");
  const list = evaluation.fieldOf(experiment, "phases");
  if (stated?.kind !== "number" || !writtenAt(stated) || list?.kind !== "list" || phases.length === 0) return;
  // A phase that could not be evaluated may well test.
  if (phases.length < list.items.length || phases.some(({ role }) => role === "test")) return;
  const edit = removeField(stated);
  findings.report(
    diagnose(
      "V0507",
      { name: "test_every" },
      {
        primary: { span: stated.origin.key ?? stated.origin.span, text: "" },
        secondary: [{ span: list.origin.span, text: "no phase tests" }],
        ...(edit ? { fixes: [{ title: "remove `test_every`", edits: [edit] }] } : {}),
      },
    ),
  );
}
