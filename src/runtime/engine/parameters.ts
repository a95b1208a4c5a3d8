/** Trained tensors and running state, made from plain numbers. */
import { tensor, type Variable, variable } from "@tensorflow/tfjs-core";
import type { Buffer, Parameter } from "../network.ts";

/** `decay` is false for batch norm's scale and shift. */
export function makeParameter(name: string, shape: readonly number[], values: Float32Array, decay: boolean): Parameter {
  return { name, variable: makeVariable(shape, values, true), decay };
}

export function makeBuffer(name: string, shape: readonly number[], values: Float32Array): Buffer {
  return { name, variable: makeVariable(shape, values, false) };
}

function makeVariable(shape: readonly number[], values: Float32Array, trainable: boolean): Variable {
  const initial = tensor(values, [...shape], "float32");
  // tfjs wants names unique in the whole process, which two models in one process are not: it makes up its own.
  const made = variable(initial, trainable);
  initial.dispose();
  return made;
}
