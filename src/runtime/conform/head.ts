import { mul, type Scalar, sum, type Tensor5D } from "@tensorflow/tfjs-core";
import type { BuiltHead, Head, Mode, Parameter } from "../network.ts";
import { gradientFaults, inputName, nameFaults } from "./gradients.ts";
import type { Fault, Output, Seen, Trial } from "./observation.ts";
import { areNumbers, randomTensor, randomVariable, sameValues, scoped, shapeText, valuesOf } from "./tensors.ts";

const batch = 2;

/** A head on a random feature map: what it gives in train and in test, its gradients, its names, and its draws. */
export function observeHead(head: Head, { sizes: [planes, ...extent], classes, seed }: Trial): Seen {
  const built = head.build(seed);
  const again = head.build(seed);
  const names = nameFaults(built.parameters);
  if (names.length > 0) return { outputs: [], faults: names };
  const x: Parameter = {
    name: inputName,
    variable: randomVariable([batch, ...extent, planes], seed, "x"),
    decay: false,
  };
  try {
    const seen = (["train", "test"] as const).map((mode) => runHead(built, x, mode));
    const named = built.parameters.filter(({ name }) => !name.includes(head.name));
    return {
      outputs: seen.flatMap(({ output }) => output),
      faults: [
        ...seen.flatMap(({ faults }) => faults),
        ...(head.classes === classes
          ? []
          : [{ title: `it says that it tells ${head.classes} classes apart, not ${classes}` }]),
        ...(seen.some(({ faults }) => faults.length > 0)
          ? []
          : gradientFaults(() => weighed(built, x), [...built.parameters, x])),
        ...named.slice(0, 1).map(({ name }) => ({
          title: `the parameter ${name} does not name its head`,
          help: `two heads of this kind in one model need names apart: head.\${name}.weight`,
        })),
        ...weightFaults(built, again),
      ],
    };
  } finally {
    for (const { variable } of [...built.parameters, ...again.parameters, x]) variable.dispose();
  }
}

function runHead({ forward }: BuiltHead, x: Parameter, mode: Mode): { output: Output[]; faults: Fault[] } {
  return scoped(() => {
    const { values, meaning } = forward(x.variable as never as Tensor5D, mode, 1);
    const [rows, ...dims] = values.shape as number[];
    if (values.shape.length !== 2 || rows !== batch) {
      const why = `for ${batch} clips it gave ${shapeText(values.shape)}`;
      return {
        output: [],
        faults: [{ title: `in ${mode} it gives no row of scores for each clip`, why, about: "yields" }],
      };
    }
    const faults: Fault[] = areNumbers(valuesOf(values)) ? [] : [{ title: `in ${mode} its scores are no numbers` }];
    return { output: [{ of: "", mode, meaning, dims }], faults };
  });
}

/** One number that hangs on all scores, each with a weight of its own. */
function weighed({ forward }: BuiltHead, x: Parameter): Scalar {
  const { values } = forward(x.variable as never as Tensor5D, "train", 1);
  return sum(mul(values, randomTensor(values.shape, "weights"))) as Scalar;
}

/** First weights must be a function of the seed, or a resumed run is another one. */
export function weightFaults(
  a: { readonly parameters: readonly Parameter[] },
  b: { readonly parameters: readonly Parameter[] },
): readonly Fault[] {
  const other = new Map(b.parameters.map(({ name, variable }) => [name, variable]));
  const differs = a.parameters.find(({ name, variable }) => {
    const twin = other.get(name);
    return twin === undefined || !sameValues(valuesOf(variable), valuesOf(twin));
  });
  if (differs === undefined) return [];
  return [{ title: `the same seed gives ${differs.name} other first weights`, help: "draw them from stream(seed, …)" }];
}
