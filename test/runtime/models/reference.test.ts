import { engine, memory, type Tensor5D, tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import type { BuiltModel, HeadOutput, Mode } from "../../../src/runtime/network.ts";
import { sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { enginesToTest } from "../engine/engines.ts";
import { load, Reference, type Values } from "./reference.ts";

const cases = [
  "micro",
  "two_blocks_maxpool",
  "groups_adaptive_sigmoid",
  "nesterov_strong_wd",
  "post_bottleneck_t1x1",
  "pre_bottleneck",
  "r2plus1d",
] as const;

/** The cases that use no more than basic units. */
const core: ReadonlySet<string> = new Set(cases.slice(0, 4));

/** The files state a noise of up to 1.2e-6 between float32 and float64. */
const tolerance = 1e-5;

describe.each(enginesToTest)("on %s", (engineName) => {
  beforeAll(async () => {
    await selectEngine(engineName);
  });

  describe.each(cases)("%s", (name) => {
    const reference = new Reference(name);

    it("has the reference's parameters", () => {
      const model = reference.model().build(0);
      expect(count(model)).toBe(reference.index.params);
      model.dispose();
    });

    it("gives the reference's scores in test", () => {
      const model = start(reference);
      expectClose(scores(model, "x", "test"), reference.raw("eval_probs").data);
      expectClose(scores(model, "x_big", "test"), reference.raw("eval_big_probs").data);
      model.dispose();

      function scores(built: BuiltModel, input: string, mode: Mode): Float32Array {
        return tidy(() => valuesOf(run(built, reference.activation(input), mode)));
      }
    });

    it("has the reference's gradients", () => {
      const model = start(reference);
      const step = differentiate(model, reference);
      const expected = new Reference(`${name}_grad`).weights("grad");
      expect([...step.gradients.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [parameter, values] of expected) {
        expectClose(step.gradients.get(parameter)?.dataSync<"float32">() as Float32Array, values.data, parameter);
      }
      step.dispose();
      model.dispose();
    });

    // The plain engine is slow: there the steps are taken where they show most.
    const decays = engineName !== "cpu" ? [false, true] : core.has(name) ? [false] : [];
    it.each(name === "nesterov_strong_wd" ? [false, true] : decays)(
      "takes the reference's three steps (decay on batch norm: %s)",
      (weightDecayOnNorm) => {
        const { lr, momentum, nesterov, weight_decay, steps } = reference.index.sgd;
        const model = start(reference);
        const optimizer = sgd({ lr, momentum, nesterov, weightDecay: weight_decay, weightDecayOnNorm }).build(
          model.parameters,
        );
        const losses: number[] = [];
        for (let i = 0; i < steps; i++) {
          const step = differentiate(model, reference);
          losses.push(step.loss.dataSync()[0] as number);
          if (!weightDecayOnNorm) {
            expectClose(valuesOf(step.outputs), reference.raw(`train_logits/${i}`).data, `logits of step ${i}`);
          }
          optimizer.step(step.gradients, lr);
          step.dispose();
        }
        const expected = weightDecayOnNorm ? reference.index.losses_wdall : reference.index.losses;
        expectClose(losses, expected, "losses");
        const final = new Reference(`${name}_final${weightDecayOnNorm ? "_wdall" : ""}`).weights("final");
        for (const { name: at, variable } of [...model.parameters, ...model.buffers]) {
          expectClose(variable.dataSync<"float32">(), final.get(at)?.data as Float32Array, at);
        }
        optimizer.dispose();
        model.dispose();
      },
    );
  });

  it("leaves nothing behind from step to step", () => {
    const reference = new Reference("two_blocks_maxpool");
    const model = start(reference);
    const optimizer = sgd({ lr: 0.1, momentum: 0.9 }).build(model.parameters);
    const states = Array.from({ length: engineName !== "cpu" ? 40 : 3 }, () => {
      const step = differentiate(model, reference);
      optimizer.step(step.gradients, 0.1);
      step.dispose();
      return { ...memory(), heap: heapBytes() };
    });
    for (const state of states.slice(1)) expect(state).toEqual(states[0]);
    optimizer.dispose();
    model.dispose();
  });
});

/** Size of tfjs-wasm's memory, which never shrinks. */
function heapBytes(): number {
  const { wasm } = engine().backend as unknown as { readonly wasm?: { readonly HEAPU8: Uint8Array } };
  return wasm?.HEAPU8.length ?? 0;
}

function start(reference: Reference): BuiltModel {
  const model = reference.model().build(0);
  load(model, reference.weights("init"));
  return model;
}

function differentiate(model: BuiltModel, reference: Reference) {
  return gradients(() => {
    const outputs = run(model, reference.activation("x"), "train");
    const labels = tensor1d([...reference.index.labels], "int32");
    return { outputs, loss: crossEntropy().compute(outputs.get("default_head") as HeadOutput, labels) };
  }, model.parameters);
}

function run(model: BuiltModel, input: Values, mode: Mode): ReadonlyMap<string, HeadOutput> {
  return model.forward(tensor(input.data, [...input.shape] as Tensor5D["shape"]), mode, 0);
}

function valuesOf(outputs: ReadonlyMap<string, HeadOutput>): Float32Array {
  return outputs.get("default_head")?.values.dataSync<"float32">() as Float32Array;
}

function count(model: BuiltModel): number {
  return model.parameters.reduce((total, { variable }) => total + variable.size, 0);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what = "values"): void {
  expect(actual.length, what).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < actual.length; i++)
    worst = Math.max(worst, Math.abs((actual[i] as number) - (expected[i] as number)));
  expect(worst, what).toBeLessThan(tolerance);
}
