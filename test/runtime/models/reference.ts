/** Reads the numbers measured from the reference system, in vcl's names and layouts. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tensor, tidy } from "@tensorflow/tfjs-core";
import type { Extent } from "../../../src/runtime/engine/extent.ts";
import { fullyConvolutionalLinear } from "../../../src/runtime/heads/fully_convolutional_linear.ts";
import { resnext3d } from "../../../src/runtime/models/resnext3d.ts";
import type { ResNeXt3dOptions } from "../../../src/runtime/models/resnext3d_options.ts";
import type { BuiltModel, Model } from "../../../src/runtime/network.ts";

interface Entry {
  readonly name: string;
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

interface ModelConfig {
  readonly input_planes: number;
  readonly frames_per_clip: number;
  readonly clip_crop_size: number;
  readonly num_blocks: readonly number[];
  readonly stage_planes: number;
  readonly stem_planes: number;
  readonly stem_name?: string;
  readonly stem_maxpool?: boolean;
  readonly stem_temporal_kernel?: number;
  readonly stem_spatial_kernel?: number;
  readonly residual_transformation_type: string;
  readonly skip_transformation_type: string;
  readonly num_groups?: number;
  readonly width_per_group?: number;
  readonly stage_temporal_kernel_basis?: readonly (readonly number[])[];
  readonly temporal_conv_1x1?: readonly boolean[];
  readonly stage_temporal_stride?: readonly number[];
  readonly stage_spatial_stride?: readonly number[];
}

export interface ReferenceIndex {
  readonly model: ModelConfig;
  readonly head: {
    readonly pool_size: readonly number[] | null;
    readonly num_classes: number;
    readonly in_plane: number;
    readonly activation_func?: "softmax" | "sigmoid" | "identity";
  };
  readonly sgd: {
    readonly lr: number;
    readonly momentum: number;
    readonly weight_decay: number;
    readonly nesterov: boolean;
    readonly steps: number;
  };
  readonly fork_block: string;
  readonly losses: readonly number[];
  readonly losses_wdall: readonly number[];
  readonly labels: readonly number[];
  readonly params: number;
  readonly tensors: readonly Entry[];
}

/** Values with their shape, in vcl's layout. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const folder = fileURLToPath(new URL("../../fixtures/reference/", import.meta.url));

export class Reference {
  readonly index: ReferenceIndex;
  readonly #bytes: Buffer;

  constructor(name: string) {
    this.index = JSON.parse(readFileSync(`${folder}${name}.json`, "utf8")) as ReferenceIndex;
    this.#bytes = readFileSync(`${folder}${name}.bin`);
  }

  /** A tensor as stored, torch's layout. */
  raw(name: string): Values {
    const entry = this.index.tensors.find((candidate) => candidate.name === name);
    if (entry === undefined) throw new Error(`no tensor ${name}`);
    const data = new Float32Array(entry.bytes / 4);
    for (let i = 0; i < data.length; i++) {
      const at = entry.offset + 4 * i;
      data[i] = entry.dtype === "int32" ? this.#bytes.readInt32LE(at) : this.#bytes.readFloatLE(at);
    }
    return { shape: entry.shape, data };
  }

  /** NCDHW to N x T x H x W x C. */
  activation(name: string): Values {
    return permuted(this.raw(name), [0, 2, 3, 4, 1]);
  }

  /** All tensors below `prefix/`, by vcl's parameter or buffer name and in its layout. */
  weights(prefix: string): ReadonlyMap<string, Values> {
    const found = new Map<string, Values>();
    for (const { name } of this.index.tensors) {
      if (!name.startsWith(`${prefix}/`) || name.endsWith("num_batches_tracked")) continue;
      const values = this.raw(name);
      const order = values.shape.length === 5 ? [2, 3, 4, 1, 0] : values.shape.length === 2 ? [1, 0] : [0];
      found.set(vclName(name.slice(prefix.length + 1)), permuted(values, order));
    }
    return found;
  }

  /** The model with its head, as configured. */
  model(): Model {
    const { head, fork_block } = this.index;
    const model = resnext3d(optionsOf(this.index.model));
    const block = /stage(\d+)-block(\d+)/.exec(fork_block);
    model.attach(
      `stage${block?.[1]}.block${block?.[2]}`,
      fullyConvolutionalLinear({
        name: "default_head",
        inPlane: head.in_plane,
        classes: head.num_classes,
        pool: head.pool_size as Extent | null,
        activation: head.activation_func ?? "softmax",
      }),
    );
    return model;
  }
}

/** Sets every parameter and buffer of a built model; fails if one is missing or has another shape. */
export function load(model: BuiltModel, weights: ReadonlyMap<string, Values>): void {
  for (const { name, variable } of [...model.parameters, ...model.buffers]) {
    const values = weights.get(name);
    if (values === undefined) throw new Error(`the reference has no ${name}`);
    if (values.shape.join() !== variable.shape.join())
      throw new Error(`${name}: ${values.shape} is not ${variable.shape}`);
    tidy(() => variable.assign(tensor(values.data, [...values.shape])));
  }
  if (weights.size !== model.parameters.length + model.buffers.length)
    throw new Error("the reference has more tensors");
}

function optionsOf(config: ModelConfig): ResNeXt3dOptions {
  const units = {
    basic_transformation: "basic",
    basic_r2plus1d_transformation: "r2plus1d",
    postactivated_bottleneck_transformation: "bottleneck",
    preactivated_bottleneck_transformation: "preactivated",
  } as const;
  const spatial = config.stem_spatial_kernel ?? 7;
  const stages = config.num_blocks.length;
  return {
    clip: [config.input_planes, config.frames_per_clip, config.clip_crop_size, config.clip_crop_size],
    blocks: config.num_blocks,
    planes: config.stage_planes,
    stemPlanes: config.stem_planes,
    unit: units[config.residual_transformation_type as keyof typeof units],
    skip: config.skip_transformation_type === "preactivated_shortcut" ? "preactivated" : "postactivated",
    stem: config.stem_name === "r2plus1d_stem" ? "r2plus1d" : "basic",
    stemKernel: [config.stem_temporal_kernel ?? 3, spatial, spatial],
    stemPool: config.stem_maxpool ?? false,
    groups: config.num_groups ?? 1,
    widthPerGroup: config.width_per_group ?? 64,
    ...(config.stage_temporal_kernel_basis && { temporalKernels: config.stage_temporal_kernel_basis }),
    ...(config.temporal_conv_1x1 && { temporalFirst: config.temporal_conv_1x1.slice(0, stages) }),
    ...(config.stage_temporal_stride && { temporalStride: config.stage_temporal_stride }),
    ...(config.stage_spatial_stride && { spatialStride: config.stage_spatial_stride }),
  };
}

const endings = { weight: "scale", bias: "shift", running_mean: "mean", running_var: "variance" } as const;

function vclName(torch: string): string {
  if (torch.startsWith("_heads."))
    return torch.replace(/^_heads\..*?\.(\w+)\.head_fcl\.projection\.(\w+)$/, "head.$1.$2");
  const [, path = "", ending = ""] = /^(.*)\.(\w+)$/.exec(torch) ?? [];
  const layer = layerName(path);
  return `${layer}.${/norm|final/.test(layer.slice(layer.lastIndexOf(".") + 1)) ? endings[ending as keyof typeof endings] : ending}`;
}

function layerName(path: string): string {
  const pair = { "0": "spatial", "1": "norm", "3": "temporal" } as const;
  const stem = /^stem\.stem\.stem-path0\.(conv|bn)(?:\.([013]))?$/.exec(path);
  if (stem !== null) {
    const inner = stem[2] === undefined ? "" : `.${pair[stem[2] as keyof typeof pair]}`;
    return stem[1] === "bn" ? "stem.norm" : `stem.conv${inner}`;
  }
  const [, stage, block, rest = ""] = /pathway0-stage(\d+)-block(\d+)[.-](.*)$/.exec(path) ?? [];
  const at = `stage${stage}.block${block}`;
  if (rest === "bn") return `${at}.final`;
  const skip = /^skip\.branch1(_bn)?$/.exec(rest);
  if (skip !== null) return `${at}.skip.${skip[1] === undefined ? "conv" : "norm"}`;
  const bottleneck = /^residual\.branch2([abc])(_bn)?$/.exec(rest);
  if (bottleneck !== null)
    return `${at}.${bottleneck[2] === undefined ? "conv" : "norm"}${"abc".indexOf(bottleneck[1] ?? "") + 1}`;
  const [, place = "", inner] = /^residual\.transform\.(\d)(?:\.(\d))?$/.exec(rest) ?? [];
  const names = { "0": "conv1", "1": "norm1", "3": "conv2", "4": "norm2" } as const;
  const name = `${at}.${names[place as keyof typeof names]}`;
  return inner === undefined ? name : `${name}.${pair[inner as keyof typeof pair]}`;
}

/** The same values with their axes in the order given. */
function permuted({ shape, data }: Values, order: readonly number[]): Values {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const result = { shape: order.map((axis) => shape[axis] as number), data: new Float32Array(data.length) };
  for (let i = 0; i < data.length; i++) {
    let rest = i;
    let from = 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      const size = result.shape[axis] as number;
      from += (rest % size) * (strides[order[axis] as number] as number);
      rest = Math.floor(rest / size);
    }
    result.data[i] = data[from] as number;
  }
  return result;
}
