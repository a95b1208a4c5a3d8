/** What only the engine `native` has: a queue, a pool, threads. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Unusable } from "../../../src/runtime/engine/engine.ts";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import type { NativeAddon } from "../../../src/runtime/engine/native/addon.ts";
import { loadAddon, requireFit } from "../../../src/runtime/engine/native/load.ts";
import { nativeBackend } from "../../../src/runtime/engine/native/open.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import type { HeadOutput } from "../../../src/runtime/network.ts";
import { sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { load, Reference } from "../models/reference.ts";
import { nativeIsThere } from "./engines.ts";

const reference = new Reference("two_blocks_maxpool");

/** Trains for some steps; gives every loss and every weight's values at the end. */
async function train(steps: number, afterStep: () => void = () => {}): Promise<Map<string, number[]>> {
  const model = reference.model().build(0);
  load(model, reference.weights("init"));
  const optimizer = sgd({ lr: 0.1, momentum: 0.9 }).build(model.parameters);
  const { shape, data } = reference.activation("x");
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const found = gradients(() => {
      const x = tf.tensor(data, [...shape] as [number, number, number, number, number]);
      const outputs = model.forward(x, "train", step);
      const labels = tf.tensor1d([...reference.index.labels], "int32");
      return { outputs, loss: crossEntropy().compute([...outputs.values()][0] as HeadOutput, labels) };
    }, model.parameters);
    optimizer.step(found.gradients, 0.1);
    losses.push((await found.loss.data())[0] as number);
    found.dispose();
    afterStep();
  }
  const values = model.parameters.map(({ name, variable }): [string, number[]] => [name, [...variable.dataSync()]]);
  optimizer.dispose();
  model.dispose();
  return new Map([["loss", losses], ...values]);
}

describe.skipIf(!nativeIsThere)("the engine native", () => {
  beforeAll(async () => {
    await selectEngine("native", { threads: 2 });
  });

  it.each([1, 2])("gives the same bits for the same seed on %i threads", async (threads) => {
    const engine = await selectEngine("native", { threads });
    expect(engine.device).toContain(threads === 1 ? "1 thread" : "2 threads");
    expect(await train(3)).toEqual(await train(3));
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

    it("says that memory is out, how much was wanted and how much is in use", async () => {
      const { engine } = nativeBackend();
      const tooMuch = engine.allocate(2 ** 50);
      engine.run("fill", [], [tooMuch], [2 ** 48], [0, 0]);
      await expect(engine.read(tooMuch, new Float32Array(1))).rejects.toThrow(
        /^native: fill: out of memory: 1073741824 MiB more were wanted, \d+ MiB are in use$/,
      );
      engine.release(tooMuch);
    });
  });

  it("names a kernel that it lacks", () => {
    expect(() => tf.atan2(tf.tensor1d([1]), tf.tensor1d([1]))).toThrow(/Atan2.*native/);
  });

  it("keeps a NaN through every ReLU", () => {
    const x = tf.tensor5d([Number.NaN, -1, 2], [1, 1, 1, 1, 3]);
    expect([...tf.relu(x).dataSync()]).toEqual([Number.NaN, 0, 2]);
  });

  it.each(["process.exit(3)", "process.exitCode = 3", "backend.dispose(); process.exitCode = 3"])(
    "lets the process end with work in flight: %s",
    (end) => {
      const addon = fileURLToPath(new URL("../../../native/build/vcl_native.node", import.meta.url));
      const program = `
        const engine = new (require(${JSON.stringify(addon)}).Engine)(2);
        const backend = { dispose: () => engine.close() };
        const size = 700;
        const [a, b] = [engine.allocate(size * size * 4), engine.allocate(size * size * 4)];
        engine.write(a, new Float32Array(size * size));
        for (let i = 0; i < 60; i++) engine.run("product", [a, a], [b], [1, size, size, size, 0, 0, 0, 0], []);
        engine.read(b, new Float32Array(size * size)).catch(() => {});
        ${end};`;
      let status = 0;
      try {
        execFileSync(process.execPath, ["-e", program], { timeout: 30_000, stdio: "pipe" });
      } catch (error) {
        status = (error as { readonly status: number }).status;
      }
      expect(status).toBe(3);
    },
  );
});

describe("an addon that cannot be used", () => {
  const good: NativeAddon = { Engine: class {} as NativeAddon["Engine"], onednn: "2.6.3", avx2: true, bfloat16: false };

  it.each([
    ["the processor lacks AVX2", { avx2: false }, "this processor has no AVX2"],
    ["oneDNN is too old", { onednn: "2.5.4" }, "oneDNN 2.5.4 is too old"],
    ["oneDNN is of another age", { onednn: "1.9.0" }, "oneDNN 1.9.0 is too old"],
  ])("says why: %s", (_, change, why) => {
    const refused = (): unknown => requireFit({ ...good, ...change });
    expect(refused).toThrow(Unusable);
    expect(refused).toThrow(why);
  });

  it("takes newer ones", () => {
    expect(requireFit({ ...good, onednn: "3.5.0" }).onednn).toBe("3.5.0");
    expect(requireFit(good)).toBe(good);
  });

  it("says that a file that does not load was built for something else", () => {
    expect(() => loadAddon(fileURLToPath(import.meta.url))).toThrow(Unusable);
    expect(() => loadAddon("/nowhere/vcl_native.node")).toThrow("built, but for another Node, processor or oneDNN");
  });
});
