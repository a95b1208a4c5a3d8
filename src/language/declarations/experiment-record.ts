/** The fields of an experiment: a built-in record, declared in vcl like everything else. */
import type { SourceFile } from "../source/source-file.ts";
import { parse } from "../syntax/parse.ts";
import { declareField } from "./component.ts";
import type { Field } from "./declaration.ts";

const file: SourceFile = {
  path: "experiment.vcl",
  origin: "stdlib",
  text: `
/// One run: what is trained on which data, how, and what is counted and written down on the way.
extern hook experiment {
  /// The data sets, in the order in which they run in an epoch. The one called \`train\` trains, all others test.
  phases: [dataset; 1..64]
  /// The trunk and its heads.
  model: model
  /// What training makes small.
  loss: loss
  /// How the weights follow the gradients.
  optimizer: optimizer
  /// Passes over the training sample.
  epochs: epochs >= 1
  /// Epochs between two runs of the phases that test; in the last epoch they always run.
  test_every: epochs >= 1 = 1 epoch
  /// What is counted in each phase.
  meters: [meter] = []
  /// What is written down on the way.
  hooks: [hook] = []
  /// All random draws follow from it.
  seed: int >= 0 = 0
  /// In which numbers the network computes.
  precision: .float32 | .bfloat16 = .float32
}
`,
};

interface ExperimentRecord {
  readonly docs: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
}

let record: ExperimentRecord | undefined;

/** By name, in the order of the reference page. */
export function experimentFields(): ReadonlyMap<string, Field> {
  record ??= read();
  return record.fields;
}

/** What the reference page says in front of the fields. */
export function experimentDocs(): readonly string[] {
  record ??= read();
  return record.docs;
}

function read(): ExperimentRecord {
  const fields = new Map<string, Field>();
  const [decl] = parse(file).tree.decls;
  if (decl?.kind !== "extern") throw new Error("the experiment's own declaration cannot be read");
  for (const item of decl.items) {
    if (item.kind === "field")
      fields.set(
        item.name.name,
        declareField(item, undefined, () => undefined),
      );
  }
  return { docs: decl.docs, fields };
}
