import {
  add,
  matMul,
  mean,
  mul,
  type Rank,
  reshape,
  sigmoid,
  softmax,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor5D,
  tensor,
} from "@tensorflow/tfjs-core";
import { avgPool3d } from "../engine/differentiable/pool3d.ts";
import { cube, type Extent } from "../engine/extent.ts";
import { makeParameter } from "../engine/parameters.ts";
import { RunError } from "../error.ts";
import { uniformValues } from "../models/initialise.ts";
import type { BuiltHead, Head, HeadOutput, Meaning, Mode } from "../network.ts";
import { stream } from "../random.ts";
import { linearHeadCosts } from "./costs.ts";

export interface FullyConvolutionalLinearOptions {
  readonly name: string;
  /** Planes of the block it hangs on. */
  readonly inPlane: number;
  readonly classes: number;
  /** Window of the average pool, stride 1, no padding; null pools the whole map. */
  readonly pool?: Extent | null;
  /** Share of the pooled planes that a train step drops. */
  readonly dropout?: number;
  /** What test mode makes of the logits. */
  readonly activation?: "softmax" | "sigmoid" | "identity";
}

/**
 * Average pool, dropout, then one linear layer at every position of what remains: Classy Vision's head of that name. In train
 * there must be one position, and its logits come out. In test the activation is taken at every position and averaged.
 */
export function fullyConvolutionalLinear(options: FullyConvolutionalLinearOptions): Head {
  const settings: Settings = { pool: null, dropout: 0, activation: "softmax", ...options };
  const { name, inPlane, classes } = settings;
  return {
    name,
    classes,
    inPlane,
    describe: () => ({ component: "fully_convolutional_linear", options: { ...settings } }),
    build: (seed) => buildHead(settings, seed),
    costs: (feature) => linearHeadCosts(settings, feature),
  };
}

type Settings = Required<FullyConvolutionalLinearOptions>;

const meanings: { readonly [activation in Settings["activation"]]: Meaning } = {
  softmax: "probabilities",
  sigmoid: "multi_probabilities",
  identity: "logits",
};

function buildHead(settings: Settings, seed: number): BuiltHead {
  const { name, inPlane, classes } = settings;
  const bound = 1 / Math.sqrt(inPlane);
  const parameter = (kind: string, shape: readonly number[], count: number) =>
    makeParameter(
      `head.${name}.${kind}`,
      shape,
      uniformValues(count, bound, seed, "init", `head.${name}.${kind}`),
      true,
    );
  const weight = parameter("weight", [inPlane, classes], inPlane * classes);
  const bias = parameter("bias", [classes], classes);
  return {
    parameters: [weight, bias],
    forward: (x, mode, draw): HeadOutput => {
      const pooled = poolOf(x, settings);
      const positions = pooled.size / x.shape[0] / inPlane;
      const rows = reshape<Rank.R2>(pooled, [-1, inPlane]);
      const kept = mode === "train" && settings.dropout > 0 ? dropped(rows, settings, draw) : rows;
      const logits = add<Tensor2D>(
        matMul(kept, weight.variable as Tensor as Tensor2D),
        bias.variable as Tensor as Tensor1D,
      );
      return outputOf(logits, positions, mode, settings);
    },
  };
}

function poolOf(x: Tensor5D, { name, inPlane, pool }: Settings): Tensor5D {
  const [, t, h, w, planes] = x.shape;
  const window: Extent = pool ?? [t, h, w];
  if (planes !== inPlane) {
    throw new RunError(`head "${name}" takes ${inPlane} planes, but its block gives ${planes}`, { code: "V0602" });
  }
  if (window[0] > t || window[1] > h || window[2] > w) {
    throw new RunError(`head "${name}": the pool ${window.join("x")} is larger than its feature map ${t}x${h}x${w}`, {
      code: "V0603",
      help: "make the pool smaller, or leave it out to pool the whole map",
    });
  }
  return avgPool3d(x, { kernel: window, stride: cube(1), padding: cube(0) });
}

function outputOf(logits: Tensor2D, positions: number, mode: Mode, { name, activation }: Settings): HeadOutput {
  if (mode === "train") {
    if (positions !== 1) {
      throw new RunError(`head "${name}": a training clip must give one prediction, not ${positions}`, {
        code: "V0604",
        help: "make the pool as large as the feature map of a training clip",
      });
    }
    return { values: logits, meaning: "logits" };
  }
  const activated = activation === "softmax" ? softmax(logits) : activation === "sigmoid" ? sigmoid(logits) : logits;
  const values = positions === 1 ? activated : mean<Tensor2D>(reshape(activated, [-1, positions, logits.shape[1]]), 1);
  return { values, meaning: meanings[activation] };
}

/** Zeroes a random share of the values and scales the others up (Srivastava et al., JMLR 15, 2014). */
function dropped(rows: Tensor2D, { name, dropout }: Settings, draw: number): Tensor2D {
  const random = stream(draw, "dropout", name);
  const kept = Float32Array.from({ length: rows.size }, () => (random.next() < dropout ? 0 : 1 / (1 - dropout)));
  return mul(rows, tensor(kept, rows.shape));
}
