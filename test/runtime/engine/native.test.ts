/** What only the engine `native` has: a queue and threads. */
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { withMissingOperation } from "../../../src/runtime/engine/missing_operation.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { nativeIsThere } from "./engines.ts";
import { train } from "./short_training.ts";

describe.skipIf(!nativeIsThere)("the engine native", () => {
  beforeAll(async () => {
    await selectEngine("native", { threads: 2 });
  });

  it.each([1, 2])("gives the same bits for the same seed on %i threads", async (threads) => {
    const engine = await selectEngine("native", { threads });
    expect(engine.device).toContain(threads === 1 ? "1 thread" : "2 threads");
    expect(await train(3)).toEqual(await train(3));
  });

  describe("an error in the queue", () => {
    const wrong = (): tf.Tensor => tf.gather(tf.tensor1d([1, 2, 3]), tf.tensor1d([7], "int32"));

    afterEach(() => tf.disposeVariables());

    it("reaches who awaits a value, with the kernel's name, and is over then", async () => {
      const x = wrong();
      await expect(tf.add(x, 1).data()).rejects.toThrow("native: gather: index 7 of 3");
      expect([...(await tf.add(tf.tensor1d([1]), 1).data())]).toEqual([2]);
    });

    it("reaches who reads a value at once", () => {
      const x = wrong();
      expect(() => x.dataSync()).toThrow("native: gather: index 7 of 3");
    });
  });

  it("refuses what a user's component asks for and it lacks, with who has it", () => {
    const refused = (use: () => unknown): unknown => {
      try {
        return use();
      } catch (error) {
        return withMissingOperation(error);
      }
    };
    expect(refused(() => tf.atan2(tf.tensor1d([1]), tf.tensor1d([1])))).toMatchObject({
      name: "RunError",
      code: "V0909",
      message: expect.stringMatching(
        /^the engine native has no operation `Atan2`, which is used at .*native\.test\.ts:\d+:\d+$/,
      ),
      help: expect.stringMatching(/^`--engine cpu` has it|^`--engine wasm` or `--engine cpu` has it/),
    });
    const other = new Error("something else");
    expect(withMissingOperation(other)).toBe(other);
  });

  it("names a kernel that it lacks", () => {
    expect(() => tf.atan2(tf.tensor1d([1]), tf.tensor1d([1]))).toThrow(/Atan2.*native/);
  });

  it("keeps a NaN through every ReLU", () => {
    const x = tf.tensor5d([Number.NaN, -1, 2], [1, 1, 1, 1, 3]);
    expect([...tf.relu(x).dataSync()]).toEqual([Number.NaN, 0, 2]);
  });
});
