/**
 * One forward and one backward pass: loss, head outputs and gradients by parameter name.
 *
 * tfjs's own `variableGrads` keeps every activation and every intermediate gradient until the end of the backward pass. This
 * walk over the same tape frees each as soon as nothing needs it, which halves the memory of a step and keeps it in cache.
 */
import "./tfjs_gradients.ts";
import { clone, engine, keep, type Scalar, scalar, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { RunError } from "../error.ts";
import type { HeadOutput, Parameter } from "../network.ts";
import { operationsOfEngine } from "./operations.ts";

/** What the function to differentiate gives: the scalar, and what else of the forward pass is wanted afterwards. */
export interface Forward {
  readonly loss: Scalar;
  readonly outputs: ReadonlyMap<string, HeadOutput>;
}

/** All tensors are the caller's to dispose; `dispose` does so. */
export interface Differentiated extends Forward {
  /** By parameter name. A parameter that the loss does not depend on is missing. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  dispose(): void;
}

interface Node {
  readonly inputs: { readonly [name: string]: Tensor };
  readonly outputs: readonly Tensor[];
  readonly saved?: readonly Tensor[];
  readonly gradient?: (dys: (Tensor | null)[]) => { readonly [name: string]: () => Tensor };
  readonly kernelName: string;
}

/** The parts of tfjs's engine that open and close a tape; its type hides them. */
interface TapeRecorder {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: Node[] | null; readonly gradientDepth: number };
}

/** Runs `forward` once and goes back through it. All other tensors made on the way are disposed. */
export function gradients(forward: () => Forward, parameters: readonly Parameter[]): Differentiated {
  const { tape, result } = record(forward);
  const byTensor = new Map(parameters.map((parameter) => [parameter.variable.id, parameter.name]));
  const named = new Map<string, Tensor>();
  try {
    const found = walkBack(tape, result.loss, new Set(byTensor.keys()));
    for (const [id, name] of byTensor) {
      const gradient = found.get(id);
      if (gradient !== undefined) named.set(name, gradient);
    }
    for (const { name, variable } of parameters) checkShape(name, variable, named.get(name));
    const dispose = (): void => {
      disposeForward(result);
      for (const gradient of named.values()) gradient.dispose();
    };
    return { ...result, gradients: named, dispose };
  } catch (error) {
    disposeForward(result);
    for (const gradient of named.values()) gradient.dispose();
    throw error;
  } finally {
    for (const node of tape) release(node);
  }
}

/** Operations check their inputs; a gradient that a component computes by itself (`customGrad`) is checked by nobody else. */
function checkShape(name: string, variable: Tensor, gradient: Tensor | undefined): void {
  if (gradient === undefined || String(gradient.shape) === String(variable.shape)) return;
  const shapes = `${gradient.shape.join("x")}, the parameter ${variable.shape.join("x")}`;
  throw new RunError(`the gradient of ${name} is ${shapes}`, {
    help: "a customGrad of a component of your own gives each input a gradient of the input's shape",
  });
}

function record(forward: () => Forward): { readonly tape: readonly Node[]; readonly result: Forward } {
  const recorder = engine() as unknown as TapeRecorder;
  let result: Forward | undefined;
  recorder.startTape();
  try {
    tidy(() => {
      result = forward();
      keep(result.loss);
      for (const output of result.outputs.values()) keep(output.values);
    });
  } catch (error) {
    for (const node of recorder.state.activeTape ?? []) release(node);
    throw error;
  } finally {
    recorder.endTape();
  }
  const tape = recorder.state.activeTape ?? [];
  if (recorder.state.gradientDepth === 0) recorder.state.activeTape = null;
  return { tape, result: result as Forward };
}

/** Gradients of `loss` for the tensors in `wanted`, by tensor id. */
function walkBack(tape: readonly Node[], loss: Scalar, wanted: ReadonlySet<number>): Map<number, Tensor> {
  const dependent = dependents(tape, wanted);
  const pending = new Map([[loss.id, keep(scalar(1)) as Tensor]]);
  try {
    for (const node of tape.toReversed()) stepBack(node, pending, dependent, wanted);
  } catch (error) {
    for (const gradient of pending.values()) gradient.dispose();
    throw error;
  }
  return pending;
}

/** Moves the gradients of a node's outputs on to its inputs, and frees what only this node needed. */
function stepBack(
  node: Node,
  pending: Map<number, Tensor>,
  dependent: ReadonlySet<number>,
  wanted: ReadonlySet<number>,
): void {
  const dys = node.outputs.map((output) => pending.get(output.id) ?? null);
  const inputs = Object.keys(node.inputs).filter((name) => dependent.has(node.inputs[name]?.id ?? -1));
  if (inputs.length > 0 && dys.some((dy) => dy !== null)) {
    for (const [name, gradient] of gradientsOf(node, dys, inputs)) {
      const id = (node.inputs[name] as Tensor).id;
      const earlier = pending.get(id);
      pending.set(id, earlier === undefined ? gradient : sum(earlier, gradient));
    }
  }
  for (const output of node.outputs) {
    if (wanted.has(output.id)) continue;
    pending.get(output.id)?.dispose();
    pending.delete(output.id);
  }
  release(node);
}

/** Ids of all tensors that depend on a wanted one, these included. */
function dependents(tape: readonly Node[], wanted: ReadonlySet<number>): ReadonlySet<number> {
  const dependent = new Set(wanted);
  for (const node of tape) {
    if (Object.values(node.inputs).some((input) => dependent.has(input.id))) {
      for (const output of node.outputs) dependent.add(output.id);
    }
  }
  return dependent;
}

/** Gradients for the named inputs, each a tensor of its own that nothing else holds. */
function gradientsOf(node: Node, dys: (Tensor | null)[], inputs: readonly string[]): [string, Tensor][] {
  const taken = new Set<Tensor | null>([...dys, ...(node.saved ?? [])]);
  return tidy(() => {
    if (node.gradient === undefined) {
      throw new RunError(`tfjs's operation ${node.kernelName} has no gradient, so nothing in front of it can train`, {
        help: "a component of your own uses it: write it with other operations, or give it a gradient with customGrad",
      });
    }
    const thunks = node.gradient(dys);
    const found = inputs.map((name): [string, Tensor] => {
      const result = thunks[name]?.();
      if (result === undefined) {
        throw new RunError(`the gradient of ${node.kernelName} says nothing of its input ${name}`, {
          help: "a customGrad of a component of your own returns one gradient for each input",
        });
      }
      const own = taken.has(result) ? clone(result) : result;
      taken.add(own);
      return [name, own];
    });
    for (const [, gradient] of found) keep(gradient);
    return found;
  });
}

function sum(a: Tensor, b: Tensor): Tensor {
  const total = keep(operationsOfEngine().accumulate(a, b));
  a.dispose();
  b.dispose();
  return total;
}

function release(node: Node): void {
  for (const tensor of node.saved ?? []) tensor.dispose();
}

function disposeForward({ loss, outputs }: Forward): void {
  loss.dispose();
  for (const output of outputs.values()) output.values.dispose();
}
