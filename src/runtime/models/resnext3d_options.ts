/** What `resnext3d` can be told, and what follows from it. No tensors here. */
import type { Extent } from "../engine/extent.ts";
import { RunError } from "../error.ts";

export type Unit = "basic" | "bottleneck" | "preactivated" | "r2plus1d";

export interface ResNeXt3dOptions {
  /** Channels, frames, height and width of a training clip. Only the channels shape the network. */
  readonly clip: readonly [number, number, number, number];
  /** Residual blocks in each stage (Classy Vision's `num_blocks`). */
  readonly blocks: readonly number[];
  /** Output planes of stage 1; each further stage doubles them (`stage_planes`). */
  readonly planes?: number;
  /** Residual unit (`residual_transformation_type`). */
  readonly unit?: Unit;
  /** Shortcut where the shape changes (`skip_transformation_type`). */
  readonly skip?: "postactivated" | "preactivated";
  /** Groups of the 3x3 convolution in bottlenecks, of both convolutions elsewhere (`num_groups`). */
  readonly groups?: number;
  /** Inner planes of bottlenecks: groups * widthPerGroup * 2^(stage - 1). */
  readonly widthPerGroup?: number;
  /** Stride of each stage's first block over time; default 1, 2, 2, … */
  readonly temporalStride?: readonly number[];
  /** Stride of each stage's first block over height and width; default 1, 2, 2, … */
  readonly spatialStride?: readonly number[];
  /** `r2plus1d` ignores `stemKernel`: 1x3x3 to 45 planes, then 3x1x1 (`stem_name`). */
  readonly stem?: "basic" | "r2plus1d";
  readonly stemPlanes?: number;
  /** Odd sizes; stride 1x2x2. */
  readonly stemKernel?: Extent;
  /** A max pool of 1x3x3, stride 1x2x2, behind the stem (`stem_maxpool`). */
  readonly stemPool?: boolean;
  /** Bottlenecks: temporal kernel sizes of each stage, cycled over its blocks (`stage_temporal_kernel_basis`). */
  readonly temporalKernels?: readonly (readonly number[])[];
  /** Bottlenecks: per stage, whether the first 1x1 convolution has the temporal kernel instead of the 3x3 (`temporal_conv_1x1`). */
  readonly temporalFirst?: readonly boolean[];
  /** The last operation of every residual branch starts at zero (`zero_init_residual_transform`). */
  readonly zeroInitResidual?: boolean;
  /** These three follow from `clip`; stated, they must agree with it. */
  readonly inputPlanes?: number;
  readonly framesPerClip?: number;
  /** Null for a crop that is not square. */
  readonly clipCropSize?: number | null;
}

/** All options, defaults filled in. */
export type ResNeXt3dSettings = Required<ResNeXt3dOptions>;

/** Fills in the defaults and checks what the network cannot be built from; RunError where it cannot. */
export function settingsOf(options: ResNeXt3dOptions): ResNeXt3dSettings {
  const stages = options.blocks.length;
  const strides = Array.from({ length: stages }, (_, i) => (i === 0 ? 1 : 2));
  const [channels, frames] = options.clip;
  const settings: ResNeXt3dSettings = {
    clip: options.clip,
    blocks: options.blocks,
    planes: options.planes ?? 64,
    unit: options.unit ?? "basic",
    skip: options.skip ?? "postactivated",
    groups: options.groups ?? 1,
    widthPerGroup: options.widthPerGroup ?? 64,
    temporalStride: options.temporalStride ?? strides,
    spatialStride: options.spatialStride ?? strides,
    stem: options.stem ?? "basic",
    stemPlanes: options.stemPlanes ?? 64,
    stemKernel: options.stemKernel ?? [3, 7, 7],
    stemPool: options.stemPool ?? false,
    temporalKernels: options.temporalKernels ?? options.blocks.map(() => [3]),
    temporalFirst: options.temporalFirst ?? options.blocks.map(() => false),
    zeroInitResidual: options.zeroInitResidual ?? false,
    inputPlanes: options.inputPlanes ?? channels,
    framesPerClip: options.framesPerClip ?? frames,
    clipCropSize: options.clipCropSize === undefined ? squareOf(options.clip) : options.clipCropSize,
  };
  checkSettings(settings);
  return settings;
}

function checkSettings(settings: ResNeXt3dSettings): void {
  const { blocks, clip } = settings;
  const fail = (message: string, help?: string): never => {
    throw new RunError(`resnext3d: ${message}`, help === undefined ? {} : { help });
  };
  if (blocks.length === 0) fail("blocks is empty", "give the residual blocks of each stage, such as [2, 2, 2, 2]");
  if (!blocks.every(isCount)) fail(`blocks must be whole numbers of at least 1, not [${blocks.join(", ")}]`);
  for (const name of ["planes", "groups", "widthPerGroup", "stemPlanes", "inputPlanes"] as const) {
    if (!isCount(settings[name])) fail(`${name} must be a whole number of at least 1, not ${settings[name]}`);
  }
  for (const name of ["temporalStride", "spatialStride", "temporalKernels", "temporalFirst"] as const) {
    const { length } = settings[name];
    if (length !== blocks.length)
      fail(`${name} has ${length} entries for ${blocks.length} stages`, "give one for each stage");
  }
  for (const name of ["temporalStride", "spatialStride"] as const) {
    if (!settings[name].every(isCount))
      fail(`${name} must be whole numbers of at least 1, not [${settings[name].join(", ")}]`);
  }
  if (!settings.stemKernel.every(isOdd))
    fail(`stemKernel must be odd on each axis, not ${settings.stemKernel.join("x")}`);
  if (!settings.temporalKernels.every((sizes) => sizes.length > 0 && sizes.every(isOdd))) {
    fail("temporalKernels must list odd sizes for each stage, such as [[3], [3, 1]]");
  }
  const stated = [
    ["inputPlanes", clip[0], "channels"],
    ["framesPerClip", clip[1], "frames"],
    ["clipCropSize", squareOf(clip), "rows and columns"],
  ] as const;
  for (const [name, is, of] of stated) {
    const given = settings[name];
    if (given !== is && given !== null)
      fail(`${name} is ${given}, but a clip has ${is ?? clip.slice(2).join(" x ")} ${of}`, `leave ${name} out`);
  }
}

/** The edge of a square crop. */
function squareOf([, , height, width]: ResNeXt3dOptions["clip"]): number | null {
  return height === width ? height : null;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function isOdd(value: number): boolean {
  return isCount(value) && value % 2 === 1;
}
