/** A model that is a row of blocks, on any of which heads may hang. */
import { type Tensor2D, type Tensor5D, tidy } from "@tensorflow/tfjs-core";
import type { Description } from "../component.ts";
import { RunError } from "../error.ts";
import type { BuiltHead, BuiltModel, Head, HeadOutput, Mode, Model } from "../network.ts";
import { type BuiltLayers, buildBlock } from "./build.ts";
import { costsOfBlocks } from "./costs.ts";
import type { Block } from "./layers.ts";

export interface TrunkOptions {
  /** In the order in which a clip goes through them. Their names are those that `attach` takes. */
  readonly blocks: readonly Block[];
  /** Channels of a clip. */
  readonly inputPlanes: number;
  describe(): Description;
}

/** The model of these blocks: heads are attached to it, then it is built. */
export function trunk({ blocks, inputPlanes, describe }: TrunkOptions): Model {
  const attached: { readonly block: string; readonly head: Head }[] = [];
  return {
    blocks: blocks.map((block) => block.name),
    heads: attached,
    describe,
    attach: (block, head) => {
      checkAttachment(blocks, attached, block, head);
      attached.push({ block, head });
    },
    build: (seed) => build(blocks, attached, inputPlanes, seed),
    costs: (clip) => {
      const parts = costsOfBlocks(blocks, clip);
      const heads = attached.flatMap(({ block, head }) => {
        const at = parts.find(({ name }) => name === block);
        const costs = at && head.costs?.(at.output);
        return costs ? [{ name: head.name, parameters: costs.parameters, macs: costs.macs }] : [];
      });
      return { blocks: parts, heads };
    },
  };
}

function checkAttachment(
  blocks: readonly Block[],
  attached: readonly { readonly head: Head }[],
  name: string,
  head: Head,
): void {
  const block = blocks.find((candidate) => candidate.name === name);
  if (block === undefined) {
    throw new RunError(`head "${head.name}": the model has no block "${name}"`, {
      help: `its blocks are ${blocks.map((candidate) => candidate.name).join(", ")}`,
    });
  }
  if (attached.some((other) => other.head.name === head.name)) {
    throw new RunError(`the model already has a head "${head.name}"`, { help: "give each head a name of its own" });
  }
  if (head.inPlane !== undefined && head.inPlane !== block.outPlanes) {
    throw new RunError(`head "${head.name}" takes ${head.inPlane} planes, but ${name} gives ${block.outPlanes}`, {
      code: "V0602",
      help: `set inPlane to ${block.outPlanes}`,
    });
  }
}

interface BuiltBlock extends BuiltLayers {
  readonly heads: readonly { readonly name: string; readonly built: BuiltHead }[];
}

function build(
  blocks: readonly Block[],
  attached: readonly { readonly block: string; readonly head: Head }[],
  inputPlanes: number,
  seed: number,
): BuiltModel {
  if (attached.length === 0) {
    throw new RunError("the model has no head, so it gives no scores", { help: "attach one to its last block" });
  }
  const built = blocks.map((block): BuiltBlock => {
    const heads = attached.filter((head) => head.block === block.name);
    return {
      ...buildBlock(block, seed),
      heads: heads.map(({ head }) => ({ name: head.name, built: head.build(seed) })),
    };
  });
  const parameters = [
    ...built.flatMap((block) => block.parameters),
    ...built.flatMap((block) => block.heads.flatMap((head) => head.built.parameters)),
  ];
  const buffers = built.flatMap((block) => block.buffers);
  // What lies behind the last head changes no output, so it is not computed.
  const used = built.slice(0, built.findLastIndex((block) => block.heads.length > 0) + 1);
  return {
    parameters,
    buffers,
    forward: (x, mode, draw) => {
      if (x.shape[4] !== inputPlanes) {
        throw new RunError(`the clips have ${x.shape[4]} channels, but the model takes ${inputPlanes}`);
      }
      return forward(used, x, mode, draw);
    },
    dispose: () => {
      for (const { variable } of [...parameters, ...buffers]) variable.dispose();
    },
  };
}

function forward(
  blocks: readonly BuiltBlock[],
  x: Tensor5D,
  mode: Mode,
  draw: number,
): ReadonlyMap<string, HeadOutput> {
  const meanings = new Map<string, HeadOutput["meaning"]>();
  const scores = tidy(() => {
    const found: { [head: string]: Tensor2D } = {};
    let value = x;
    for (const block of blocks) {
      const input = value;
      value = tidy(() => block.forward(input, mode));
      if (input !== x) input.dispose();
      const features = value;
      for (const { name, built } of block.heads) {
        found[name] = tidy(() => {
          const { values, meaning } = built.forward(features, mode, draw);
          meanings.set(name, meaning);
          return values;
        });
      }
    }
    return found;
  });
  return new Map(
    [...meanings].map(([name, meaning]): [string, HeadOutput] => [name, { values: scores[name] as Tensor2D, meaning }]),
  );
}
