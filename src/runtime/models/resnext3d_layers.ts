/** ResNeXt3D, layer by layer, as Classy Vision builds it (its `resnext3d`, `resnext3d_block`, `r2plus1_util`, `resnext3d_stem`). */
import { type Convolution, cube, type Extent, halfPadding } from "../engine/extent.ts";
import { RunError } from "../error.ts";
import type { Block, ConvLayer, Layer, NormLayer, ResidualBlock } from "./layers.ts";
import type { ResNeXt3dSettings } from "./resnext3d_options.ts";

/** One residual block's place and shape. */
interface Place {
  readonly name: string;
  readonly inPlanes: number;
  readonly outPlanes: number;
  readonly innerPlanes: number;
  readonly temporalStride: number;
  readonly spatialStride: number;
  /** Kernel size over time, for bottlenecks. */
  readonly temporalKernel: number;
  readonly temporalFirst: boolean;
  /** The first block of the network: there is nothing to pre-activate behind the stem's own ReLU. */
  readonly first: boolean;
  readonly last: boolean;
}

/** The stem and every residual block, in order. */
export function resnext3dBlocks(settings: ResNeXt3dSettings): readonly Block[] {
  return [stem(settings), ...places(settings).map((place) => residualBlock(place, settings))];
}

function places(settings: ResNeXt3dSettings): Place[] {
  const { blocks, planes, stemPlanes, groups, widthPerGroup } = settings;
  return blocks.flatMap((count, stage) => {
    const outPlanes = planes * 2 ** stage;
    const kernels = settings.temporalKernels[stage] ?? [3];
    return Array.from({ length: count }, (_, block): Place => {
      const opens = block === 0;
      return {
        name: `stage${stage + 1}.block${block}`,
        inPlanes: opens ? (stage === 0 ? stemPlanes : outPlanes / 2) : outPlanes,
        outPlanes,
        innerPlanes: groups * widthPerGroup * 2 ** stage,
        temporalStride: opens ? (settings.temporalStride[stage] ?? 1) : 1,
        spatialStride: opens ? (settings.spatialStride[stage] ?? 1) : 1,
        temporalKernel: kernels[block % kernels.length] ?? 3,
        temporalFirst: settings.temporalFirst[stage] ?? false,
        first: stage === 0 && opens,
        last: stage === blocks.length - 1 && block === count - 1,
      };
    });
  });
}

function stem(settings: ResNeXt3dSettings): Block {
  const { stemPlanes, stemKernel } = settings;
  const stride: Extent = [1, 2, 2];
  const convolutions =
    settings.stem === "basic"
      ? [conv("stem.conv", settings.inputPlanes, stemPlanes, stemKernel, { stride, padding: halfPadding(stemKernel) })]
      : factorised("stem.conv", settings.inputPlanes, 45, stemPlanes, stride, 1);
  const pool: Layer = { kind: "pool", kernel: [1, 3, 3], stride: [1, 2, 2], padding: [0, 1, 1] };
  const layers = [...convolutions, norm("stem.norm", stemPlanes, true), ...(settings.stemPool ? [pool] : [])];
  return { kind: "plain", name: "stem", outPlanes: stemPlanes, layers };
}

function residualBlock(place: Place, settings: ResNeXt3dSettings): ResidualBlock {
  const final = settings.unit === "preactivated" && place.last;
  return {
    kind: "residual",
    name: place.name,
    outPlanes: place.outPlanes,
    skip: shortcut(place, settings),
    residual: residual(place, settings),
    after: final ? [norm(`${place.name}.final`, place.outPlanes, true)] : [],
  };
}

/** Nothing (the identity) where the shape stays, else a 1x1x1 convolution. */
function shortcut(place: Place, settings: ResNeXt3dSettings): Layer[] {
  const { name, inPlanes, outPlanes } = place;
  const stride = strideOf(place);
  if (inPlanes === outPlanes && stride.every((step) => step === 1)) return [];
  const projection = conv(`${name}.skip.conv`, inPlanes, outPlanes, cube(1), { stride });
  if (settings.skip === "postactivated") return [projection, norm(`${name}.skip.norm`, outPlanes, false)];
  return place.first ? [projection] : [norm(`${name}.skip.norm`, inPlanes, true), projection];
}

function residual(place: Place, settings: ResNeXt3dSettings): Layer[] {
  switch (settings.unit) {
    case "basic":
      return basic(place, settings);
    case "r2plus1d":
      return r2plus1d(place, settings);
    case "bottleneck":
      return bottleneck(place, settings);
    case "preactivated":
      return preactivated(place, settings);
  }
}

/** Two 3x3x3 convolutions. */
function basic(place: Place, { groups, zeroInitResidual }: ResNeXt3dSettings): Layer[] {
  const { name, inPlanes, outPlanes } = place;
  const stride = strideOf(place);
  return [
    conv(`${name}.conv1`, inPlanes, outPlanes, cube(3), { stride, padding: cube(1), groups }),
    norm(`${name}.norm1`, outPlanes, true),
    conv(`${name}.conv2`, outPlanes, outPlanes, cube(3), { padding: cube(1), groups }),
    norm(`${name}.norm2`, outPlanes, false, zeroInitResidual),
  ];
}

/** The same, each convolution as one over space and one over time (Tran et al., arXiv:1711.11248). */
function r2plus1d(place: Place, { groups, zeroInitResidual }: ResNeXt3dSettings): Layer[] {
  const { name, inPlanes, outPlanes } = place;
  return [
    ...factorised(`${name}.conv1`, inPlanes, middlePlanes(inPlanes, outPlanes), outPlanes, strideOf(place), groups),
    norm(`${name}.norm1`, outPlanes, true),
    ...factorised(`${name}.conv2`, outPlanes, middlePlanes(outPlanes, outPlanes), outPlanes, cube(1), groups),
    norm(`${name}.norm2`, outPlanes, false, zeroInitResidual),
  ];
}

/** 1x1x1, 3x3x3, 1x1x1, each with batch norm behind it (He et al., arXiv:1512.03385). */
function bottleneck(place: Place, settings: ResNeXt3dSettings): Layer[] {
  const { name, innerPlanes, outPlanes } = place;
  const [a, b, c] = bottleneckConvolutions(place, settings, false);
  return [
    a,
    norm(`${name}.norm1`, innerPlanes, true),
    b,
    norm(`${name}.norm2`, innerPlanes, true),
    c,
    norm(`${name}.norm3`, outPlanes, false, settings.zeroInitResidual),
  ];
}

/** The same convolutions with batch norm and ReLU in front of each (He et al., arXiv:1603.05027). */
function preactivated(place: Place, settings: ResNeXt3dSettings): Layer[] {
  const { name, inPlanes, innerPlanes } = place;
  const [a, b, c] = bottleneckConvolutions(place, settings, settings.zeroInitResidual);
  return [
    ...(place.first ? [] : [norm(`${name}.norm1`, inPlanes, true)]),
    a,
    norm(`${name}.norm2`, innerPlanes, true),
    b,
    norm(`${name}.norm3`, innerPlanes, true),
    c,
  ];
}

function bottleneckConvolutions(
  place: Place,
  { groups }: ResNeXt3dSettings,
  zeroLast: boolean,
): [ConvLayer, ConvLayer, ConvLayer] {
  const { name, inPlanes, innerPlanes, outPlanes, temporalKernel, temporalFirst } = place;
  const first: Extent = [temporalFirst ? temporalKernel : 1, 1, 1];
  const second: Extent = [temporalFirst ? 1 : temporalKernel, 3, 3];
  return [
    conv(`${name}.conv1`, inPlanes, innerPlanes, first, { padding: halfPadding(first) }),
    conv(`${name}.conv2`, innerPlanes, innerPlanes, second, {
      stride: strideOf(place),
      padding: halfPadding(second),
      groups,
    }),
    conv(`${name}.conv3`, innerPlanes, outPlanes, cube(1), { zero: zeroLast }),
  ];
}

/** 1x3x3 to `middle` planes, batch norm, ReLU, 3x1x1. */
function factorised(
  name: string,
  inPlanes: number,
  middle: number,
  outPlanes: number,
  [t, h, w]: Extent,
  groups: number,
): Layer[] {
  return [
    conv(`${name}.spatial`, inPlanes, middle, [1, 3, 3], { stride: [1, h, w], padding: [0, 1, 1], groups }),
    norm(`${name}.norm`, middle, true),
    conv(`${name}.temporal`, middle, outPlanes, [3, 1, 1], { stride: [t, 1, 1], padding: [1, 0, 0], groups }),
  ];
}

/** As many as give the pair the parameters of one 3x3x3 convolution. */
function middlePlanes(inPlanes: number, outPlanes: number): number {
  return Math.floor((outPlanes * inPlanes * 27) / (inPlanes * 9 + outPlanes * 3));
}

function strideOf({ temporalStride, spatialStride }: Place): Extent {
  return [temporalStride, spatialStride, spatialStride];
}

function conv(
  name: string,
  inPlanes: number,
  outPlanes: number,
  kernel: Extent,
  how: Partial<Convolution> & { readonly zero?: boolean },
): ConvLayer {
  const groups = how.groups ?? 1;
  if (inPlanes % groups !== 0 || outPlanes % groups !== 0) {
    throw new RunError(
      `resnext3d: ${groups} groups do not divide the planes of ${name} (${inPlanes} to ${outPlanes})`,
      {
        code: "V0506",
        help: "choose groups that divide the planes of the stem and of every stage",
      },
    );
  }
  return {
    kind: "conv",
    name,
    inPlanes,
    outPlanes,
    kernel,
    stride: how.stride ?? cube(1),
    padding: how.padding ?? cube(0),
    groups,
    zero: how.zero ?? false,
  };
}

function norm(name: string, planes: number, relu: boolean, zero = false): NormLayer {
  return { kind: "norm", name, planes, relu, zero };
}
