/** The experiment itself: a record of consts, and of small components that stand in place. */
import type { ExperimentValue } from "../../language/values/value.ts";
import type { Draft } from "./draft.ts";
import { placeOf } from "./heading.ts";
import { camelCase } from "./names.ts";
import type { Experiment, Expression, Property } from "./program.ts";

const fields = [
  "phases",
  "model",
  "loss",
  "optimizer",
  "epochs",
  "test_every",
  "meters",
  "hooks",
  "seed",
  "precision",
] as const;

/** What the fields that may be left out hold then. */
const otherwise: { readonly [field: string]: Expression } = {
  test_every: { kind: "literal", value: 1 },
  meters: { kind: "list", items: [] },
  hooks: { kind: "list", items: [] },
  seed: { kind: "literal", value: 0 },
  precision: { kind: "literal", value: "float32" },
};

export function lowerExperiment(name: string, draft: Draft): Experiment {
  const { value, docs } = draft.checked;
  const at = value.binding?.nameSpan ?? value.origin.span;
  const properties = fields.map((field) => ({ ...lowerField(field, value, draft), name: camelCase(field) }));
  const first: Property = { name: "name", value: { kind: "literal", value: draft.checked.name } };
  return {
    docs,
    heading: { place: placeOf(at, draft), lines: [] },
    name,
    value: { kind: "object", spread: [], properties: [first, ...properties] },
    span: at,
  };
}

function lowerField(field: string, { settings }: ExperimentValue, draft: Draft): Omit<Property, "name"> {
  if (field === "phases") return { value: lowerPhases(draft) };
  const value = settings.get(field);
  const standard = otherwise[field];
  if (!value && standard) return { value: standard };
  if (!value) throw new Error(`the experiment has no ${field}`);
  const { expression, comment } = draft.lower(value, `\`${field}\``);
  return { value: expression, ...(comment === undefined ? {} : { comment }) };
}

/** Under the names that they have in the file: meters and results are called by them. */
function lowerPhases(draft: Draft): Expression {
  const { phases } = draft.checked;
  const properties = phases.map(
    ({ name, data }): Property => ({ name, value: draft.lower(data, `\`${name}\``).expression }),
  );
  return { kind: "object", spread: [], properties };
}
