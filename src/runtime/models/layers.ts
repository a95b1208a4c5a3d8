/** A network as data: what it is made of, before any tensor exists. Costs and variables are both read from it. */
import type { Convolution, Extent, Pool } from "../engine/extent.ts";

export interface ConvLayer extends Convolution {
  readonly kind: "conv";
  /** Full name of its filter without the ending, such as `stage1.block0.conv1`. */
  readonly name: string;
  readonly inPlanes: number;
  readonly outPlanes: number;
  readonly kernel: Extent;
  /** The filter starts at zero. */
  readonly zero: boolean;
}

export interface NormLayer {
  readonly kind: "norm";
  readonly name: string;
  readonly planes: number;
  /** A ReLU follows. */
  readonly relu: boolean;
  /** The scale starts at zero. */
  readonly zero: boolean;
}

export interface PoolLayer extends Pool {
  readonly kind: "pool";
}

export type Layer = ConvLayer | NormLayer | PoolLayer;

/** Layers in a row, without a shortcut: the stem. */
export interface PlainBlock {
  readonly kind: "plain";
  readonly name: string;
  readonly outPlanes: number;
  readonly layers: readonly Layer[];
}

/** max(skip(x) + residual(x), 0), then `after`. An empty `skip` is the identity. */
export interface ResidualBlock {
  readonly kind: "residual";
  readonly name: string;
  readonly outPlanes: number;
  readonly skip: readonly Layer[];
  readonly residual: readonly Layer[];
  readonly after: readonly Layer[];
}

export type Block = PlainBlock | ResidualBlock;

export function layersOf(block: Block): readonly Layer[] {
  return block.kind === "plain" ? block.layers : [...block.skip, ...block.residual, ...block.after];
}
