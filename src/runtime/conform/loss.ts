import {
  concat,
  oneHot,
  type Scalar,
  sigmoid,
  softmax,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { HeadOutput, Loss, Meaning, Parameter } from "../network.ts";
import { stream } from "../random.ts";
import { gradientFaults, inputName } from "./gradients.ts";
import type { Fault, Seen, Trial } from "./observation.ts";
import { randomVariable, scoped, shapeText, valuesOf } from "./tensors.ts";

const batch = 3;
const meanings: readonly Meaning[] = ["logits", "probabilities", "multi_probabilities"];

/** A loss of random scores, for each meaning that it takes: one number, the mean over the batch, with a gradient. */
export function observeLoss(loss: Loss, trial: Trial): Seen {
  const { takes, classes, seed } = trial;
  const values: Parameter = {
    name: inputName,
    variable: randomVariable([batch, classes], seed, "scores"),
    decay: false,
  };
  const labels = labelsOf(trial);
  try {
    const faults = meanings
      .filter((meaning) => takes.includes(meaning))
      .flatMap((meaning) => {
        const compute = (): Scalar => loss.compute(outputOf(values.variable as never as Tensor2D, meaning), labels);
        const single = numberFaults(compute, meaning);
        if (single.length > 0) return single;
        return [
          ...meanFaults(loss, values.variable as never as Tensor2D, labels, meaning),
          ...(meaning === "logits" ? gradientFaults(compute, [values]) : []),
        ];
      });
    return { outputs: [], faults };
  } finally {
    values.variable.dispose();
    labels.dispose();
  }
}

function labelsOf({ takes, classes, seed }: Trial): Tensor {
  const random = stream(seed, "labels");
  return tidy(() => {
    const numbers = tensor1d(
      Array.from({ length: batch }, () => random.integer(0, classes - 1)),
      "int32",
    );
    return takes.includes("labels") ? numbers : oneHot(numbers, classes);
  });
}

function outputOf(values: Tensor2D, meaning: Meaning): HeadOutput {
  if (meaning === "logits") return { values, meaning };
  return { values: meaning === "probabilities" ? softmax(values) : sigmoid(values), meaning };
}

function numberFaults(compute: () => Scalar, meaning: Meaning): readonly Fault[] {
  return scoped(() => {
    const value = compute();
    if (value.shape.length !== 0)
      return [{ title: `of ${meaning} it gives ${shapeText(value.shape)}, not one number` }];
    return Number.isFinite(valuesOf(value)[0]) ? [] : [{ title: `of ${meaning} it gives no number` }];
  });
}

/** Twice the same batch has the same loss; a sum over the batch would make the rate depend on its size. */
function meanFaults(loss: Loss, values: Tensor2D, labels: Tensor, meaning: Meaning): readonly Fault[] {
  return scoped(() => {
    const [once = 0] = valuesOf(loss.compute(outputOf(values, meaning), labels));
    const [twice = 0] = valuesOf(
      loss.compute(outputOf(concat([values, values]) as Tensor2D, meaning), concat([labels, labels])),
    );
    if (Math.abs(once - twice) <= 1e-3 * Math.max(1e-3, Math.abs(once))) return [];
    return [
      { title: "it is no mean over the batch", why: `${batch} clips have a loss of ${once}, the same twice ${twice}` },
    ];
  });
}
