/** `Operations` by tfjs's own kernels, for engines whose 3-D kernels are right. */
import type { Operations } from "../operations.ts";
import { conv3d, conv3dFilter, conv3dInput } from "./convolution.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { accumulate, addRelu, relu, reluInput } from "./elementwise.ts";
import { affine, follow, normalize, normalizeGradient } from "./normalization.ts";
import { adamStep, momentumStep } from "./optimizers.ts";
import { avgPool3d, avgPool3dInput, maxPool3d, maxPool3dInput } from "./pool.ts";

export const portable: Operations = {
  conv3d,
  conv3dInput,
  conv3dFilter,
  maxPool3d,
  maxPool3dInput,
  avgPool3d,
  avgPool3dInput,
  normalize,
  normalizeGradient,
  affine,
  accumulate,
  addRelu,
  relu,
  reluInput,
  follow,
  crossEntropy,
  momentumStep,
  adamStep,
};
