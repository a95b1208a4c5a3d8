/**
 * What a network's blocks give and cost, worked out from its layers alone. Multiply-accumulates are counted as Classy
 * Vision's profiler counts its "FLOPs": convolutions in full, 2 per element of a batch norm, 1 per element of a ReLU, a
 * pool's outputs times its window; a residual addition is free.
 */
import { type Extent, slide, volume } from "../engine/extent.ts";
import { type Block, type Layer, layersOf } from "./layers.ts";

export interface BlockCosts {
  readonly name: string;
  /** Planes, frames, height, width. */
  readonly output: readonly [number, number, number, number];
  readonly parameters: number;
  /** Multiply-accumulates of one clip's forward pass. */
  readonly macs: number;
  /** Elements that the forward pass of one training clip keeps for the backward pass, weights and the clip itself aside. */
  readonly activations: number;
}

interface Running {
  readonly size: Extent;
  readonly macs: number;
  readonly activations: number;
}

/** Costs of each block for a clip of this many frames, rows and columns. */
export function costsOfBlocks(blocks: readonly Block[], clip: Extent): BlockCosts[] {
  let size = clip;
  return blocks.map((block) => {
    const run = runBlock(block, size);
    size = run.size;
    return {
      name: block.name,
      output: [block.outPlanes, ...size],
      parameters: layersOf(block).reduce((total, layer) => total + parametersOf(layer), 0),
      macs: run.macs,
      activations: run.activations,
    };
  });
}

function runBlock(block: Block, size: Extent): Running {
  if (block.kind === "plain") return runLayers(block.layers, { size, macs: 0, activations: 0 }, 0);
  const skip = runBranch(block.skip, { size, macs: 0, activations: 0 });
  const residual = runBranch(block.residual, { ...skip, size });
  const sum = block.outPlanes * volume(residual.size);
  const joined = { size: residual.size, macs: residual.macs + sum, activations: residual.activations + sum };
  return runLayers(block.after, joined, block.outPlanes);
}

/** Layers up to a block's addition, which needs nothing of what it adds on the way back: so what they give is not kept. */
function runBranch(layers: readonly Layer[], start: Running): Running {
  const run = runLayers(layers, start, 0);
  const last = layers.at(-1);
  if (last === undefined || last.kind === "pool" || (last.kind === "norm" && last.relu)) return run;
  const planes = last.kind === "conv" ? last.outPlanes : last.planes;
  return { ...run, activations: run.activations - planes * volume(run.size) };
}

/**
 * Every output is kept: a convolution needs what goes in, a batch norm too, one with a ReLU also what comes out, a pool both.
 */
function runLayers(layers: readonly Layer[], start: Running, inPlanes: number): Running {
  let planes = inPlanes;
  return layers.reduce((run: Running, layer): Running => {
    if (layer.kind === "norm") {
      const elements = layer.planes * volume(run.size);
      const macs = run.macs + elements * (layer.relu ? 3 : 2);
      return { size: run.size, macs, activations: run.activations + elements };
    }
    const size = slide(run.size, layer.kernel, layer.stride, layer.padding);
    planes = layer.kind === "conv" ? layer.outPlanes : planes;
    const elements = planes * volume(size);
    const perElement = volume(layer.kernel) * (layer.kind === "conv" ? layer.inPlanes / layer.groups : 1);
    return { size, macs: run.macs + elements * perElement, activations: run.activations + elements };
  }, start);
}

function parametersOf(layer: Layer): number {
  switch (layer.kind) {
    case "conv":
      return (layer.outPlanes * layer.inPlanes * volume(layer.kernel)) / layer.groups;
    case "norm":
      return 2 * layer.planes;
    case "pool":
      return 0;
  }
}
