/**
 * How vcl's own differentiable operations join tfjs's tape: each is a tfjs kernel with a registered gradient, computed by
 * the `Operations` of whichever backend is active. So they mix freely with plain tfjs operations in a user's component,
 * and gradients nobody asks for (a video's pixels) are never computed.
 */
import {
  engine,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  registerGradient,
  registerKernel,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { type Operations, operationsOf, operationsOfEngine } from "../operations.ts";

export interface Definition<Inputs extends object, Attributes extends object> {
  /** Kernel name, `vcl.` in front. */
  readonly name: string;
  readonly inputsToSave: readonly (keyof Inputs & string)[];
  /** One flag for each output. */
  readonly outputsToSave: readonly boolean[];
  run(operations: Operations, inputs: Inputs, attributes: Attributes): readonly Tensor[];
  /**
   * A thunk for each input. `saved`: the saved inputs, then the saved outputs, in order. Each thunk runs once, if at all, in
   * a scope of its own.
   */
  gradient(
    operations: Operations,
    dy: readonly Tensor[],
    saved: readonly Tensor[],
    attributes: Attributes,
  ): { readonly [Input in keyof Inputs]: () => Tensor };
}

/** Makes the operation callable; returns all its outputs. */
export function define<Inputs extends object, Attributes extends object>(
  definition: Definition<Inputs, Attributes>,
): (inputs: Inputs, attributes: Attributes) => readonly Tensor[] {
  const { name } = definition;
  registerGradient({
    kernelName: name,
    inputsToSave: [...definition.inputsToSave],
    outputsToSave: [...definition.outputsToSave],
    gradFunc: (dy, saved, attributes) =>
      definition.gradient(
        operationsOfEngine(),
        Array.isArray(dy) ? dy : [dy],
        saved,
        attributes as unknown as Attributes,
      ) as unknown as { [input: string]: () => Tensor },
  });
  return (inputs, attributes) => {
    const backend = engine().backendName;
    if (getKernel(name, backend) == null) registerFor(backend, definition);
    const outputs: Tensor | Tensor[] = engine().runKernel(
      name,
      inputs as unknown as NamedTensorMap,
      attributes as unknown as NamedAttrMap,
    );
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}

function registerFor<Inputs extends object, Attributes extends object>(
  backendName: string,
  definition: Definition<Inputs, Attributes>,
): void {
  registerKernel({
    kernelName: definition.name,
    backendName,
    // tfjs hands its tensors to kernels as they are; the kernel interface merely promises less.
    kernelFunc: ({ inputs, attrs }) =>
      tidy(() => [
        ...definition.run(operationsOf(backendName), inputs as unknown as Inputs, attrs as unknown as Attributes),
      ]),
  });
}
