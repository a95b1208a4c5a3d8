import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { loadTfjsNode, type TfjsNode } from "../../../src/runtime/engine/node/open.ts";
import { operationsOf, setOperations } from "../../../src/runtime/engine/operations.ts";
import { listEngines, selectEngine, testEngine } from "../../../src/runtime/engine/select.ts";
import { gradientsAgree } from "../../../src/runtime/engine/self_test.ts";
import { RunError } from "../../../src/runtime/error.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import type { HeadOutput } from "../../../src/runtime/network.ts";
import { sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { load, Reference } from "../models/reference.ts";

type Shape = [number, number, number, number, number];

const printed = (["log", "info", "warn", "error"] as const).map((level) => vi.spyOn(console, level));

describe("selectEngine", () => {
  it.each(["cpu", "wasm"] as const)("opens %s by name", async (name) => {
    const engine = await selectEngine(name);
    expect(engine).toMatchObject({ name, backend: name, version: "4.22.0", passedOver: [] });
    expect(tf.getBackend()).toBe(name);
  });

  it("refuses an engine that does not work, with the reason and what to do", async () => {
    for (const { name, why, help } of (await listEngines()).filter(({ usable }) => !usable)) {
      const refused = await selectEngine(name).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(RunError);
      expect(refused).toMatchObject({
        code: "V0909",
        message: `the engine ${name} is not usable here: ${why}`,
        help: `${help}, or use \`--engine wasm\`, which always works`,
      });
    }
  });

  it("takes the first that works for auto, and says which were passed over and why", async () => {
    const reports = await listEngines();
    const first = reports.find(({ usable }) => usable)?.name;
    const engine = await selectEngine("auto");
    expect(engine.name).toBe(first);
    expect(engine.passedOver).toEqual(
      reports
        .slice(
          0,
          reports.findIndex(({ usable }) => usable),
        )
        .map(({ name, why }) => ({ name, why })),
    );
  });

  it("does not silence or replace the process's own error handling", async () => {
    await selectEngine("wasm");
    expect(
      process.listeners("unhandledRejection").filter((listener) => String(listener).includes("throw reason")),
    ).toEqual([]);
    expect(
      process.listeners("uncaughtException").filter((listener) => String(listener).includes("ExitStatus")),
    ).toEqual([]);
  });
});

describe("listEngines", () => {
  it("reports every engine in auto's order and leaves the active one active", async () => {
    await selectEngine("cpu");
    const reports = await listEngines();
    expect(reports.map(({ name }) => name)).toEqual(["gpu", "native", "node", "wasm", "cpu"]);
    expect(reports.filter(({ name }) => name === "wasm" || name === "cpu").every(({ usable }) => usable)).toBe(true);
    for (const { usable, why, version } of reports) expect(usable ? version : why).toBeTruthy();
    expect(tf.getBackend()).toBe("cpu");
  });
});

describe("testEngine", () => {
  it.each(["cpu", "wasm"] as const)("passes %s and leaves the active engine active", async (name) => {
    await selectEngine("cpu");
    const before = tf.memory().numTensors;
    const result = await testEngine(name);
    expect(result.passed).toBe(true);
    expect(result.gradientError).toBeLessThan(0.01);
    expect(Math.min(result.forwardGflops, result.backwardGflops)).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe("cpu");
  });

  it("refuses an engine that does not work", async () => {
    for (const { name } of (await listEngines()).filter(({ usable }) => !usable)) {
      await expect(testEngine(name)).rejects.toMatchObject({ code: "V0909" });
    }
  });
});

/** tfjs-core with the cpu kernels under TensorFlow's name. */
describe("tfjs-node's place", () => {
  const reference = new Reference("micro");

  beforeAll(async () => {
    await selectEngine("cpu");
    const makeCpu = tf.engine().findBackendFactory("cpu") as () => tf.KernelBackend;
    tf.registerBackend("tensorflow", () => Object.assign(makeCpu(), { isUsingGpuDevice: true }));
    tf.copyRegisteredKernels("cpu", "tensorflow");
  });

  afterAll(() => tf.removeBackend("tensorflow"));

  const module: TfjsNode = { engine: tf.engine, backend: tf.backend, version: { "tfjs-node": "4.22.0" } };

  it("trains a step along the whole gpu path, with the reference's numbers", async () => {
    expect(await loadTfjsNode(module, "gpu")).toEqual({
      name: "gpu",
      backend: "tensorflow",
      version: "4.22.0",
      device: "CUDA",
      threads: 1,
    });
    expect(tf.getBackend()).toBe("tensorflow");
    expect(gradientsAgree()).toBe(true);
    const model = reference.model().build(0);
    load(model, reference.weights("init"));
    const optimizer = sgd({ lr: 0.005, momentum: 0.9, weightDecay: 1e-4 }).build(model.parameters);
    const { shape, data } = reference.activation("x");
    const step = gradients(() => {
      const outputs = model.forward(tf.tensor(data, [...shape] as Shape), "train", 0);
      const labels = tf.tensor1d([...reference.index.labels], "int32");
      return { outputs, loss: crossEntropy().compute(outputs.get("default_head") as HeadOutput, labels) };
    }, model.parameters);
    optimizer.step(step.gradients, 0.005);
    expect(step.loss.dataSync()[0]).toBeCloseTo(reference.index.losses[0] as number, 5);
    for (const [name, { data: expected }] of new Reference("micro_grad").weights("grad")) {
      const found = step.gradients.get(name)?.dataSync() ?? [];
      expected.forEach((value, i) => {
        expect(Math.abs((found[i] as number) - value)).toBeLessThan(1e-5);
      });
    }
    step.dispose();
    optimizer.dispose();
    model.dispose();
  });

  it("insists on a CUDA device for gpu, not for node", async () => {
    const withoutDevice: TfjsNode = { ...module, backend: () => ({ isUsingGpuDevice: false }) };
    await expect(loadTfjsNode(withoutDevice, "gpu")).rejects.toThrow(
      "tfjs-node-gpu is installed, but sees no CUDA device",
    );
    expect(await loadTfjsNode(withoutDevice, "node")).toMatchObject({ name: "node", device: "processor" });
  });

  it("refuses a module that computes with another copy of tfjs", async () => {
    await expect(loadTfjsNode({ ...module, engine: () => ({}) }, "node")).rejects.toThrow("second copy of tfjs-core");
  });

  it("is found out where its gradients are wrong", async () => {
    await loadTfjsNode(module, "node");
    const right = operationsOf("tensorflow");
    setOperations("tensorflow", {
      ...right,
      conv3dFilter: (x, dy, how, shape) => tf.tidy(() => tf.mul(right.conv3dFilter(x, dy, how, shape), 1.1)),
    });
    expect(gradientsAgree()).toBe(false);
    setOperations("tensorflow", right);
    expect(gradientsAgree()).toBe(true);
  });
});

it("nothing of all this was printed", () => {
  for (const level of printed) expect(level.mock.calls).toEqual([]);
});
