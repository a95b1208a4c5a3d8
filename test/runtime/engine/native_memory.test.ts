/** The memory of the engine `native`: it does not grow, it has an end, and what is told of it is true. */
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { nativeBackend } from "../../../src/runtime/engine/native/open.ts";
import { OutOfMemory } from "../../../src/runtime/engine/out_of_memory.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { fullyConvolutionalLinear } from "../../../src/runtime/heads/fully_convolutional_linear.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import { resnext3d } from "../../../src/runtime/models/resnext3d.ts";
import type { HeadOutput } from "../../../src/runtime/network.ts";
import { adam } from "../../../src/runtime/optimizers/adam.ts";
import { nativeIsThere } from "./engines.ts";
import { train } from "./short_training.ts";

describe.skipIf(!nativeIsThere)("the memory of native", () => {
  beforeAll(async () => {
    await selectEngine("native", { threads: 2 });
  });

  it("holds no more memory after thirty steps than after five", async () => {
    const { engine } = nativeBackend();
    const states: ReturnType<typeof engine.memory>[] = [];
    await train(30, () => states.push(engine.memory()));
    const [early, late] = [states[4], states[29]];
    expect(late?.buffers).toBe(early?.buffers);
    // How far the program runs ahead differs from step to step, and with it what is alive at once.
    expect(late?.peak).toBeLessThan((early?.peak ?? 0) * 1.25);
    for (const { used, kept, peak } of states) expect(used + kept).toBeLessThan(peak * 1.1);
  });

  it("gives all buffers back", async () => {
    const before = nativeBackend().engine.memory().buffers;
    await train(1);
    expect(nativeBackend().engine.memory().buffers).toBe(before);
  });

  it("does not grow over a thousand steps", async () => {
    const model = resnext3d({ clip: [3, 2, 8, 8], blocks: [1, 1], planes: 4, stemPlanes: 4, stemKernel: [1, 3, 3] });
    model.attach("stage2.block0", fullyConvolutionalLinear({ name: "h", inPlane: 8, classes: 2 }));
    const built = model.build(0);
    const optimizer = adam({ lr: 1e-3 }).build(built.parameters);
    const clips = Float32Array.from({ length: 2 * 2 * 8 * 8 * 3 }, (_, i) => Math.sin(i));
    const seen: { readonly tensors: number; readonly bytes: number; readonly buffers: number; readonly rss: number }[] =
      [];
    for (let step = 0; step < 1000; step++) {
      const x = tf.tensor5d(clips, [2, 2, 8, 8, 3]);
      const labels = tf.tensor1d([0, 1], "int32");
      const found = gradients(() => {
        const outputs = built.forward(x, "train", step);
        return { outputs, loss: crossEntropy().compute(outputs.get("h") as HeadOutput, labels) };
      }, built.parameters);
      await found.loss.data();
      optimizer.step(found.gradients, 1e-3);
      found.dispose();
      tf.dispose([x, labels]);
      const { numTensors: tensors, numBytes: bytes } = tf.memory();
      seen.push({ tensors, bytes, buffers: nativeBackend().engine.memory().buffers, rss: process.memoryUsage().rss });
    }
    optimizer.dispose();
    built.dispose();
    for (const what of ["tensors", "bytes", "buffers"] as const) {
      expect(new Set(seen.map((each) => each[what])).size, what).toBe(1);
    }
    // Resident memory goes up and down with JavaScript's own; a step's tensors are 200 KiB, 140 MiB for 700 of them.
    const median = (from: number): number =>
      seen
        .slice(from, from + 100)
        .map(({ rss }) => rss)
        .toSorted()[50] ?? 0;
    expect(median(900) - median(200)).toBeLessThan(32 * 2 ** 20);
  });

  it("is told by tf.memory() as on every other engine, and the addon's own figures follow", async () => {
    const told = async (name: "cpu" | "native") => {
      await selectEngine(name, { threads: 2 });
      const figures = () => {
        const { numTensors, numDataBuffers, numBytes, unreliable = false } = tf.memory();
        return [numTensors, numDataBuffers, numBytes, Number(unreliable)];
      };
      const before = figures();
      const made = tf.zeros([3, 1000]);
      const view = tf.reshape(made, [1000, 3]);
      const flags = tf.greater(made, 1);
      const after = figures();
      tf.dispose([made, view, flags]);
      expect(figures()).toEqual(before);
      return after.map((figure, i) => figure - (before[i] as number));
    };
    expect(await told("cpu")).toEqual(await told("native"));
    const { engine } = nativeBackend();
    /** Once all that was queued has given its buffers back, but for the one number that is read here. */
    const drained = async () => {
      await tf.tidy(() => tf.scalar(1)).data();
      return engine.memory();
    };
    const before = await drained();
    const mebibyte = tf.fill([2 ** 18], 1);
    const during = await drained();
    expect(Math.abs(during.used - before.used - 2 ** 20)).toBeLessThan(4096);
    mebibyte.dispose();
    expect(Math.abs((await drained()).used - before.used)).toBeLessThan(4096);
  });

  describe("has an end", () => {
    const unlimited = Number.MAX_SAFE_INTEGER;
    const limit = (bytes: number): void => nativeBackend().limit(2, bytes);

    afterEach(() => limit(unlimited));
    afterAll(() => tf.disposeVariables());

    it("which whoever waits for a value is told, with what wanted how much", async () => {
      limit(nativeBackend().engine.memory().used + 10 * 2 ** 20);
      const big = tf.fill([8 * 2 ** 20], 1);
      await expect(big.data()).rejects.toThrow(OutOfMemory);
      big.dispose();
      const again = tf.fill([8 * 2 ** 20], 1);
      expect(() => again.dataSync()).toThrow(
        /^the engine native is out of memory: `fill` wanted 32 MiB more, it held \d+ MiB, it may take \d+ MiB$/,
      );
      again.dispose();
      expect(() => tf.tensor1d(new Float32Array(8 * 2 ** 20))).toThrow(/is out of memory: it wanted 32 MiB more/);
    });

    it("wherever in a step it comes, the step fails with it, and the next one is well", async () => {
      const wanted = await train(1);
      const { engine } = nativeBackend();
      const outcomes = { done: 0, full: 0 };
      for (let kibibytes = 64; kibibytes < 1 << 17 && outcomes.done < 2; kibibytes = Math.ceil(kibibytes * 1.3)) {
        limit(engine.memory().used + kibibytes * 1024);
        const result = await train(1).catch((error: unknown) => error);
        if (result instanceof Map) {
          outcomes.done++;
          expect(result).toEqual(wanted);
        } else {
          expect(result).toBeInstanceOf(OutOfMemory);
          outcomes.full++;
        }
        limit(unlimited);
        await tf.scalar(1).data();
      }
      expect(outcomes.done).toBe(2);
      expect(outcomes.full).toBeGreaterThan(5);
      expect(await train(1)).toEqual(wanted);
    });
  });
});
