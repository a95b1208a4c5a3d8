/** A whole experiment in miniature: data from a formula, a linear model, SGD with momentum. Real tfjs, no files. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Component, Option } from "../../../src/runtime/component.ts";
import type {
  Batch,
  ClipRef,
  DataProblem,
  DataSet,
  EpochPlan,
  LoadedBatch,
  PhaseData,
  Trouble,
} from "../../../src/runtime/data.ts";
import type { Console, Experiment, Hook } from "../../../src/runtime/experiment.ts";
import type {
  Head,
  Loss,
  Meter,
  Model,
  Optimizer,
  Outputs,
  Parameter,
  RunningMeter,
  Schedule,
} from "../../../src/runtime/network.ts";
import { stream } from "../../../src/runtime/random.ts";
import type { SignalSource } from "../../../src/runtime/trainer/interrupt.ts";
import type { Machine } from "../../../src/runtime/trainer/machine.ts";

const shape = [2, 3, 3, 1] as const;
const size = 18;
export const classes = ["left", "right", "up"];

export interface TinyDataOptions {
  readonly videos: number;
  readonly batch: number;
  /** Clips of each video; 1 in train draws new ones every epoch. */
  readonly clipsPerVideo?: number;
  readonly random?: boolean;
  readonly broken?: readonly number[];
  readonly index?: string;
  readonly classes?: readonly string[];
  readonly problems?: readonly DataProblem[];
  /** Called before each load. */
  readonly onLoad?: (clips: readonly ClipRef[], signal: AbortSignal) => void | Promise<void>;
}

const component = (name: string, options: { readonly [name: string]: Option } = {}): Component["describe"] => {
  return () => ({ component: name, options });
};

/** tfjs keeps the tensor that a variable starts from alive unless it is made in a tidy. */
const variable = (start: () => tf.Tensor, trainable = true): tf.Variable =>
  tf.tidy(() => tf.variable(start(), trainable));

/** Videos of noise around their class's own pattern. */
export function tinyData(options: TinyDataOptions): DataSet & { opened: number; closed: number } {
  const { videos, batch, clipsPerVideo = 1, random = false, broken = [], index = "", problems = [] } = options;
  const names = options.classes ?? classes;
  const describe = component("tiny_data", { videos: `${videos} videos`, batch, clipsPerVideo, random, index });
  const plan = (seed: number, epoch: number): EpochPlan => {
    const clips: ClipRef[] = [];
    const order = random
      ? stream(seed, "order", epoch).permutation(videos)
      : Array.from({ length: videos }, (_, video) => video);
    for (const video of order) {
      for (let i = 0; i < clipsPerVideo; i++) clips.push({ video, start: i, index: i });
    }
    return Array.from({ length: Math.ceil(clips.length / batch) }, (_, i) => clips.slice(i * batch, (i + 1) * batch));
  };
  const load = async (
    clips: readonly ClipRef[],
    seed: number,
    epoch: number,
    signal: AbortSignal,
  ): Promise<LoadedBatch> => {
    await options.onLoad?.(clips, signal);
    signal.throwIfAborted();
    const good = clips.filter(({ video }) => !broken.includes(video));
    const troubles: Trouble[] = clips
      .filter(({ video }) => broken.includes(video))
      .map(({ video }) => ({ video: `v${video}.avi`, reason: "is damaged after frame 3" }));
    return { batch: good.length === 0 ? null : batchOf(good, seed, random ? epoch : 0), troubles };
  };
  const data = { opened: 0, closed: 0 };
  return Object.assign(data, {
    describe,
    inspect: async () => problems,
    open: async (): Promise<PhaseData> => {
      data.opened++;
      return {
        describe,
        classes: names,
        videosListed: videos,
        clipsPerVideo,
        protocol: random ? "1 random clip" : `${clipsPerVideo} uniform clips`,
        troubles: [],
        plan,
        load,
        videoName: (video: number) => `v${video}.avi`,
        close: async () => {
          data.closed++;
        },
      };
    },
  });
}

function batchOf(clips: readonly ClipRef[], seed: number, epoch: number): Batch {
  const values = new Float32Array(clips.length * size);
  for (const [i, { video, index }] of clips.entries()) {
    const noise = stream(seed, "pixels", epoch, video, index);
    for (let j = 0; j < size; j++) values[i * size + j] = (j % 3 === video % 3 ? 1 : 0) + 0.8 * noise.normal();
  }
  return {
    clips: values,
    shape: [clips.length, ...shape],
    labels: Int32Array.from(clips, ({ video }) => video % 3),
    videos: Int32Array.from(clips, ({ video }) => video),
  };
}

/** A linear layer with dropout, and the running mean of its input as the state that is not trained. */
export function tinyModel(options: { readonly planes?: number; readonly blocks?: readonly number[] } = {}): Model {
  const { planes = 64, blocks = [2, 2, 2, 2] } = options;
  const heads: { block: string; head: Head }[] = [];
  return {
    describe: component("resnext3d", { clip: [1, 2, 3, 3], planes, blocks }),
    blocks: ["stem"],
    heads,
    attach: (block, head) => void heads.push({ block, head }),
    build(seed) {
      const built = heads.map(({ head }) => ({ head, built: head.build(seed) }));
      const mean = variable(() => tf.zeros([size]), false);
      return {
        parameters: built.flatMap(({ built: { parameters } }) => parameters),
        buffers: [{ name: "running_mean", variable: mean }],
        forward(x, mode, draw) {
          const flat = tf.reshape(x, [x.shape[0], size]);
          if (mode === "train") {
            tf.tidy(() => mean.assign(tf.add(tf.mul(mean, 0.9), tf.mul(tf.mean(flat, 0), 0.1))));
          }
          const centred = tf.reshape(tf.sub(flat, mean), x.shape) as tf.Tensor5D;
          return new Map(built.map(({ head, built: own }) => [head.name, own.forward(centred, mode, draw)]));
        },
        dispose() {
          mean.dispose();
          for (const { built: head } of built) for (const { variable } of head.parameters) variable.dispose();
        },
      };
    },
  };
}

export function linearHead(options: { readonly name?: string; readonly classes?: number } = {}): Head {
  const { name = "action", classes: count = 3 } = options;
  return {
    describe: component("linear", { name, classes: count }),
    name,
    classes: count,
    build(seed) {
      const random = stream(seed, "init", name);
      const initial = Float32Array.from({ length: size * count }, () => 0.1 * random.normal());
      const weight = variable(() => tf.tensor2d(initial, [size, count]));
      const bias = variable(() => tf.zeros([count]));
      const parameters: Parameter[] = [
        { name: `${name}.weight`, variable: weight, decay: true },
        { name: `${name}.bias`, variable: bias, decay: true },
      ];
      return {
        parameters,
        forward(x, mode, draw) {
          const flat = tf.reshape(x, [x.shape[0], size]);
          const random = stream(draw, "dropout");
          const mask = Float32Array.from({ length: x.shape[0] * size }, () => (random.next() < 0.2 ? 0 : 1.25));
          const kept = mode === "train" ? tf.mul(flat, tf.tensor2d(mask, [x.shape[0], size])) : flat;
          const logits = tf.add(tf.matMul(kept as tf.Tensor2D, weight as tf.Tensor2D), bias) as tf.Tensor2D;
          return mode === "train"
            ? { values: logits, meaning: "logits" }
            : { values: tf.softmax(logits), meaning: "probabilities" };
        },
      };
    },
  };
}

export const crossEntropy = (head?: string): Loss => ({
  describe: component("cross_entropy"),
  ...(head === undefined ? {} : { head }),
  compute({ values, meaning }, labels) {
    const oneHot = tf.oneHot(labels as tf.Tensor1D, values.shape[1]);
    const logs = meaning === "logits" ? tf.log(tf.softmax(values)) : tf.log(values);
    return tf.neg(tf.div(tf.sum(tf.mul(logs, oneHot)), values.shape[0])) as tf.Scalar;
  },
});

export const rate = (value: (where: number) => number): Schedule => ({
  describe: component("rate", { start: value(0) }),
  at: value,
});

/** With a correction for the number of steps, as Adam has one: a resume must bring that number back. */
export function sgd(
  options: { readonly lr?: Schedule; readonly momentum?: number; readonly name?: string } = {},
): Optimizer {
  const { lr = rate((where) => 0.2 * (1 - where)), momentum = 0.9, name = "sgd" } = options;
  return {
    describe: () => ({ component: name, options: { lr: lr.describe(), momentum } }),
    schedule: lr,
    build(parameters) {
      const state = parameters.map(({ name: parameter, variable: weight }) => ({
        name: `${parameter}.momentum`,
        variable: variable(() => tf.zerosLike(weight), false),
      }));
      const counters = { steps: 0 };
      return {
        state,
        counters,
        step(gradients, at) {
          counters.steps++;
          for (const [i, { name: parameter, variable }] of parameters.entries()) {
            const gradient = gradients.get(parameter);
            const buffer = state[i]?.variable;
            if (gradient === undefined || buffer === undefined) continue;
            tf.tidy(() => {
              buffer.assign(tf.add(tf.mul(buffer, momentum), gradient));
              variable.assign(tf.sub(variable, tf.mul(buffer, at * (1 - 0.5 ** counters.steps))));
            });
          }
        },
        restore: ({ steps = 0 }) => void Object.assign(counters, { steps }),
        dispose: () => tf.dispose(state.map(({ variable }) => variable)),
      };
    },
  };
}

/** Top-1 of every clip, or of every video by the mean of its clips' scores. */
export function topOne(kind: "accuracy" | "video_accuracy", head?: string): Meter {
  return {
    describe: component(kind, { topk: [1] }),
    ...(head === undefined ? {} : { head }),
    start(): RunningMeter {
      let groups = new Map<string, { label: number; scores: number[] }>();
      let clips = 0;
      return {
        update({ values, classes: count, labels, videos }: Outputs) {
          for (const [i, label] of labels.entries()) {
            const key = kind === "accuracy" ? `clip ${clips++}` : `video ${videos[i]}`;
            const group = groups.get(key) ?? { label, scores: new Array<number>(count).fill(0) };
            group.scores = group.scores.map((score, c) => score + (values[i * count + c] ?? 0));
            groups.set(key, group);
          }
        },
        value() {
          const hits = [...groups.values()].filter(
            ({ label, scores }) => scores.indexOf(Math.max(...scores)) === label,
          );
          return { top1: groups.size === 0 ? 0 : hits.length / groups.size };
        },
        save: () => ({ clips, groups: [...groups] }),
        load(state) {
          const saved = state as { clips: number; groups: [string, { label: number; scores: number[] }][] };
          clips = saved.clips;
          groups = new Map(saved.groups);
        },
      };
    },
  };
}

export interface TinyOptions {
  readonly train?: TinyDataOptions;
  readonly test?: TinyDataOptions | null;
  readonly epochs?: number;
  readonly testEvery?: number;
  readonly hooks?: readonly Hook[];
  readonly model?: Model;
  readonly head?: Head;
  readonly optimizer?: Optimizer;
  readonly loss?: Loss;
  readonly meters?: readonly Meter[];
  readonly seed?: number;
}

/** Four steps of train and three batches of test an epoch, unless told otherwise. */
export function tinyExperiment(options: TinyOptions = {}): Experiment {
  const model = options.model ?? tinyModel();
  model.attach("stem", options.head ?? linearHead());
  const test = options.test === undefined ? { videos: 6, batch: 6, clipsPerVideo: 3 } : options.test;
  return {
    name: "tiny",
    phases: {
      train: tinyData(options.train ?? { videos: 12, batch: 3, random: true }),
      ...(test === null ? {} : { test: tinyData(test) }),
    },
    model,
    loss: options.loss ?? crossEntropy(),
    optimizer: options.optimizer ?? sgd(),
    epochs: options.epochs ?? 2,
    testEvery: options.testEvery ?? 1,
    meters: options.meters ?? [topOne("accuracy"), topOne("video_accuracy")],
    hooks: options.hooks ?? [],
    seed: options.seed ?? 0,
    precision: "float32",
  };
}

/** Signals that a test sends by itself. */
export interface TestSignals extends SignalSource {
  send(): void;
  readonly exits: readonly number[];
  readonly listening: () => number;
}

export function testSignals(): TestSignals {
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  return {
    on: (signal, listener) => signal === "SIGINT" && listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
    exit: (code) => void exits.push(code),
    send: () => {
      for (const listener of [...listeners]) listener();
    },
    exits,
    listening: () => listeners.size,
  };
}

export function testMachine(signals: SignalSource = testSignals(), engine = "cpu"): Machine {
  return {
    async openCompute() {
      // Spares us the banner that tfjs prints in Node.
      tf.env().set("PROD", true);
      await tf.setBackend("cpu");
      return { name: engine, threads: 1, precision: "float32" };
    },
    signals,
    now: () => performance.now() / 1000,
  };
}

/** Keeps what was said. */
export function heardConsole(): Console & { readonly lines: string[]; readonly lives: string[] } {
  const lines: string[] = [];
  const lives: string[] = [];
  return {
    lines,
    lives,
    line: (text) => void lines.push(text),
    warn: (text) => void lines.push(`warning: ${text}`),
    live: (text) => void lives.push(text),
    progress: (text) => void lines.push(text),
  };
}
