/** The fields of an experiment: a built-in record, declared in vcl like everything else. */
import type { SourceFile } from "../source/source-file.ts";
import { parse } from "../syntax/parse.ts";
import { declareField } from "./component.ts";
import type { Field } from "./declaration.ts";

const file: SourceFile = {
  path: "experiment.vcl",
  origin: "stdlib",
  text: `
extern hook experiment {
  /// The data sets, in the order in which each epoch runs them. The one called \`train\` trains, all others test.
  phases: [dataset; 1..64]
  /// The trunk and its heads.
  model: model
  /// What training makes small.
  loss: loss
  /// How the weights follow the gradients.
  optimizer: optimizer
  /// Passes over the training sample.
  epochs: epochs >= 1
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

let fields: ReadonlyMap<string, Field> | undefined;

/** By name, in the order of the reference page. */
export function experimentFields(): ReadonlyMap<string, Field> {
  fields ??= read();
  return fields;
}

function read(): ReadonlyMap<string, Field> {
  const all = new Map<string, Field>();
  for (const decl of parse(file).tree.decls) {
    if (decl.kind !== "extern") continue;
    for (const item of decl.items) {
      if (item.kind === "field")
        all.set(
          item.name.name,
          declareField(item, undefined, () => undefined),
        );
    }
  }
  return all;
}
