/**
 * tfjs as the runtime itself uses it, for components of one's own: `import { mean } from "vcl/runtime/tf"`. A copy from
 * somewhere else would know neither the engine nor the tensors of a run.
 */
export * from "@tensorflow/tfjs-core";
