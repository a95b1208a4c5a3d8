/** Hooks: V0901 to V0903. */
import type { ComponentDeclaration } from "../declarations/declaration.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import { replaceValue } from "../diagnostics/edits.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { listed, plural } from "../diagnostics/words.ts";
import type { Type } from "../types/type.ts";
import { textOfNumber } from "../values/print.ts";
import type { ComponentValue } from "../values/value.ts";
import { type Context, isArgument, numbersOf } from "./context.ts";
import { referenceTo } from "./which-head.ts";

export function checkHooks(context: Context): void {
  checkFolders(context);
  for (const hook of context.hooks) {
    checkSteps(hook, context);
    checkPhase(hook, context);
  }
}

function bare(type: Type): Type {
  if (type.kind === "refined") return bare(type.base);
  return type.kind === "optional" ? bare(type.of) : type;
}

/** V0901: two hooks of one sort that write into the same folder. */
function checkFolders({ hooks, evaluation, findings }: Context): void {
  const folders = hooks.flatMap((hook) =>
    [...hook.declaration.fields.values()].flatMap((field) => {
      const value = bare(field.type).kind === "dir" ? evaluation.fieldOf(hook, field.name) : undefined;
      return value?.kind === "path" ? [{ hook, value }] : [];
    }),
  );
  const firsts = new Map<ComponentDeclaration, Map<string, (typeof folders)[number]>>();
  for (const second of folders) {
    const ofSort = firsts.get(second.hook.declaration) ?? new Map();
    firsts.set(second.hook.declaration, ofSort);
    const first = ofSort.get(second.value.value);
    if (!first) {
      ofSort.set(second.value.value, second);
      continue;
    }
    findings.report(
      diagnose(
        "V0901",
        {},
        {
          primary: { span: second.value.origin.span, text: "the same folder" },
          secondary: [{ span: first.value.origin.span, text: "first here" }],
          helps: ["give each its own folder"],
        },
      ),
    );
  }
}

/** V0902: every so many steps, which is more than an epoch has. */
function checkSteps(hook: ComponentValue, { train, evaluation, findings }: Context): void {
  if (!train) return;
  const most = numbersOf(train, evaluation).steps.high;
  for (const field of hook.declaration.fields.values()) {
    const type = bare(field.type);
    const value = evaluation.fieldOf(hook, field.name);
    if (type.kind !== "unit" || type.unit !== "steps" || value?.kind !== "number") continue;
    if (!Number.isFinite(most) || value.interval.low <= most) continue;
    const better = plural(Math.max(Math.ceil(most / 2), 1), "step");
    const edit = replaceValue(value, better);
    const reasons = ["take", "batch"].map((name) => evaluation.fieldOf(train.data, name));
    const reason = reasons.find((each) => each?.kind === "number");
    // A trial with a few clips, made on the command line, does not put the file in the wrong.
    if (reason && isArgument(reason) && !isArgument(value)) continue;
    findings.report(
      diagnose(
        "V0902",
        {},
        {
          primary: { span: value.origin.span, text: `${textOfNumber(value)}, an epoch has ${most}` },
          secondary: reason ? [{ span: reason.origin.span, text: `${plural(most, "step")} per epoch` }] : [],
          ...(edit
            ? { fixes: [{ title: `${field.name}: ${better}`, edits: [edit] }] }
            : { helps: [`${field.name}: ${better}`] }),
        },
      ),
    );
  }
}

/** V0903 */
function checkPhase(hook: ComponentValue, { experiment, phases, train, evaluation, findings }: Context): void {
  const names = phases.map((phase) => phase.name);
  const list = evaluation.fieldOf(experiment, "phases");
  for (const field of hook.declaration.fields.values()) {
    if (referenceTo(field.type) !== "phase") continue;
    const value = evaluation.fieldOf(hook, field.name);
    if (value?.kind !== "member" || names.length === 0 || names.includes(value.name)) continue;
    // That nothing trains is V0313's matter.
    if (!train && value.name === "train") continue;
    const [close] = suggest(value.name, names);
    const edit = close === undefined ? undefined : replaceValue(value, `.${close}`);
    findings.report(
      diagnose(
        "V0903",
        { phase: value.name },
        {
          primary: { span: value.origin.span, text: `phases: ${listed(names)}` },
          secondary: list ? [{ span: list.origin.span, text: "the phases there are" }] : [],
          ...(edit && close ? { fixes: [{ title: `${field.name}: .${close}`, edits: [edit] }] } : {}),
        },
      ),
    );
  }
}
