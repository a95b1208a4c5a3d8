import type { Extent } from "../engine/extent.ts";
import { type BlockCosts, costsOfBlocks } from "./costs.ts";
import { resnext3dBlocks } from "./resnext3d_layers.ts";
import { type ResNeXt3dOptions, settingsOf } from "./resnext3d_options.ts";

/** What every block of a `resnext3d` gives and costs for a clip of this many frames, rows and columns. Loads no tensor library. */
export function costs(options: ResNeXt3dOptions, clip: Extent): readonly BlockCosts[] {
  return costsOfBlocks(resnext3dBlocks(settingsOf(options)), clip);
}
