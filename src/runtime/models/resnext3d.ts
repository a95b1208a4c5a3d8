import type { Description, Option } from "../component.ts";
import type { Model } from "../network.ts";
import { resnext3dBlocks } from "./resnext3d_layers.ts";
import { type ResNeXt3dOptions, settingsOf } from "./resnext3d_options.ts";
import { trunk } from "./trunk.ts";

export type { ResNeXt3dOptions } from "./resnext3d_options.ts";

/**
 * 3D ResNet and ResNeXt trunks: Classy Vision's `resnext3d` (Hara et al., arXiv:1711.09577; Xie et al., arXiv:1611.05431).
 * Blocks are `stem`, `stage1.block0` … (stages from 1, blocks from 0). RunError where the options contradict each other.
 */
export function resnext3d(options: ResNeXt3dOptions): Model {
  const settings = settingsOf(options);
  return trunk({
    blocks: resnext3dBlocks(settings),
    inputPlanes: settings.inputPlanes,
    describe: (): Description => ({
      component: "resnext3d",
      options: settings as unknown as { [name: string]: Option },
    }),
  });
}
