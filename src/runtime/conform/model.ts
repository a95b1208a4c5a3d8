import { add, mean, mul, type Scalar, sum, type Tensor2D, type Tensor5D, tidy } from "@tensorflow/tfjs-core";
import type { BuiltModel, Head, Mode, Model, Parameter } from "../network.ts";
import { gradientFaults, nameFaults } from "./gradients.ts";
import { weightFaults } from "./head.ts";
import type { Output, Seen, Trial } from "./observation.ts";
import { randomTensor, randomVariable } from "./tensors.ts";

const batch = 2;

/** A trunk over random clips, with a head at every block that only looks. */
export function observeModel(model: Model, { sizes: [channels, ...extent], seed }: Trial): Seen {
  const looked = new Map<string, readonly number[]>();
  for (const [i, block] of model.blocks.entries()) model.attach(block, looker(`look${i}`, block, looked));
  const [built, again] = [model.build(seed), model.build(seed)];
  const clips = randomVariable([batch, ...extent, channels], seed, "clips");
  const x = clips as never as Tensor5D;
  try {
    const outputs = (["train", "test"] as const).flatMap((mode): Output[] => {
      looked.clear();
      tidy(() => void built.forward(x, mode, 1));
      return model.blocks.map((of) => ({ of, mode, dims: looked.get(of) ?? [] }));
    });
    return {
      outputs,
      faults: [
        ...gradientFaults(() => lossOf(built, x, "train"), built.parameters),
        ...nameFaults([...built.parameters, ...built.buffers]),
        ...weightFaults(built, again),
      ],
    };
  } finally {
    built.dispose();
    again.dispose();
    clips.dispose();
  }
}

/** Every head's scores, each with a weight of its own: every block has a share in it. */
function lossOf(built: BuiltModel, x: Tensor5D, mode: Mode): Scalar {
  const outputs = [...built.forward(x, mode, 1).values()];
  return outputs
    .map(({ values }, i) => sum(mul(values, randomTensor(values.shape, "weights", i))))
    .reduce((total, each) => add(total, each)) as Scalar;
}

/** Gives each plane's mean, and remembers planes, frames, height and width of its block. */
function looker(name: string, block: string, looked: Map<string, readonly number[]>): Head {
  return {
    name,
    classes: Number.POSITIVE_INFINITY,
    describe: () => ({ component: "looker", options: {} }),
    build: () => ({
      parameters: [] satisfies Parameter[],
      forward: (x) => {
        const [, t, h, w, planes] = x.shape;
        looked.set(block, [planes, t, h, w]);
        return { values: mean(x, [1, 2, 3]) as Tensor2D, meaning: "logits" };
      },
    }),
  };
}
