/** Rules that declarations bring along: every component's `require`s, and settings that have no effect (V0507). */
import { diagnose } from "../diagnostics/catalogue.ts";
import { removeField, writtenAt } from "../diagnostics/edits.ts";
import { mentions } from "../names/mentions.ts";
import { truthOf } from "../shapes/conditions.ts";
import { listRemedies } from "../shapes/list-remedies.ts";
import { nearestRemedies } from "../shapes/nearest.ts";
import { checkRequires } from "../shapes/requires.ts";
import { dataExtra, type PhaseAt, plainSituation } from "../shapes/situation.ts";
import { textOfValue } from "../values/print.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import type { Context, Parts } from "./context.ts";

/** A component of the experiment, and the phase that it belongs to, if it is one phase's. */
export interface Placed {
  readonly component: ComponentValue;
  readonly phase: PhaseAt | undefined;
}

/** Every component of an experiment, those in fields of others too, each where it is used. */
export function everyComponent(context: Parts & Pick<Context, "evaluation">): readonly Placed[] {
  const { phases, train, model, loss, optimizer, meters, hooks, evaluation } = context;
  const leading = train ?? phases[0];
  const found: Placed[] = [];
  const visit = (value: Value, phase: PhaseAt | undefined): void => {
    if (value.kind === "list") for (const item of value.items) visit(item, phase);
    else if (value.kind === "composed") for (const part of value.parts) visit(part, phase);
    else if (value.kind === "component") {
      found.push({ component: value, phase });
      for (const name of value.declaration.fields.keys()) {
        const held = value.settings.get(name) ?? evaluation.fieldOf(value, name, dataExtra(phase));
        if (held && held.kind !== "clip") visit(held, phase);
      }
      for (const head of value.heads.values()) visit(head.value, phase);
    }
  };
  for (const phase of phases) visit(phase.data, phase);
  for (const each of [model, loss, optimizer, ...meters, ...hooks]) if (each) visit(each, leading);
  return found;
}

/** Kinds whose conditions are checked where tensors run through them. */
const inShapes = new Set(["transform", "model", "head", "loss", "meter"]);

export function checkComponents(context: Context): void {
  for (const { component, phase } of everyComponent(context)) {
    checkUnused(component, phase, context);
    if (inShapes.has(component.declaration.kind)) continue;
    const situation = plainSituation(component, phase);
    checkRequires(
      [situation],
      { remedies: (failure) => ({ ...nearestRemedies(failure, context), ...listRemedies(failure, context) }) },
      context,
    );
  }
}

/** V0507 */
function checkUnused(component: ComponentValue, phase: PhaseAt | undefined, { evaluation, findings }: Context): void {
  const situation = plainSituation(component, phase);
  for (const { name, when } of component.declaration.unused) {
    const stated = component.settings.get(name.name);
    if (!stated || !writtenAt(stated) || truthOf(when, situation, evaluation) !== true) continue;
    const reasons = mentions(when).flatMap((each) => {
      const value = evaluation.fieldOf(component, each.name, situation.extra);
      return value && component.declaration.fields.has(each.name) ? [{ name: each.name, value }] : [];
    });
    const seen = reasons.filter((each, i) => reasons.findIndex((other) => other.name === each.name) === i);
    const written = seen.flatMap(({ name: field, value }) => {
      const span = writtenAt(value);
      return span ? [{ span, text: `\`${field}\` is ${textOfValue(value)}` }] : [];
    });
    const edit = removeField(stated);
    findings.report(
      diagnose(
        "V0507",
        { name: name.name },
        {
          primary: { span: stated.origin.key ?? stated.origin.span, text: "" },
          secondary: written,
          ...(written.length < seen.length
            ? { why: seen.map((each) => `\`${each.name}\` is ${textOfValue(each.value)}`).join("; ") }
            : {}),
          ...(edit ? { fixes: [{ title: `remove \`${name.name}\``, edits: [edit] }] } : {}),
        },
      ),
    );
  }
}
