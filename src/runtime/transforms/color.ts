/** Transforms of a clip's values. */
import type { Clip, Transform } from "../data.ts";
import { RunError } from "../error.ts";

/** From 0 … 255 to real values in 0 … 1. Classy Vision: `ToTensorVideo`. */
export function toFloat(): Transform {
  return {
    describe: () => ({ component: "to_float", options: {} }),
    apply: (clip) => {
      if (clip.scale !== "u8") throw new RunError("to_float stands behind another to_float: the clip is f32 already");
      const values = new Float32Array(clip.data.length);
      for (let i = 0; i < values.length; i++) values[i] = (clip.data[i] ?? 0) / 255;
      return { ...clip, data: values, scale: "f32" };
    },
  };
}

export interface NormalizeOptions {
  /** One mean per channel, of values on the scale 0 … 1. */
  readonly mean: readonly number[];
  /** One standard deviation per channel, above 0. */
  readonly std: readonly number[];
}

/** (value - mean) / std, channel by channel. Classy Vision: `NormalizeVideo`. */
export function normalize({ mean, std }: NormalizeOptions): Transform {
  return {
    describe: () => ({ component: "normalize", options: { mean, std } }),
    apply: (clip) => {
      refuse(clip, mean, std);
      const { channels } = clip;
      const values = new Float32Array(clip.data.length);
      for (let c = 0; c < channels; c++) {
        const shift = mean[c] ?? 0;
        const scale = std[c] ?? 1;
        for (let i = c; i < values.length; i += channels) values[i] = ((clip.data[i] ?? 0) - shift) / scale;
      }
      return { ...clip, data: values };
    },
  };
}

function refuse({ scale, channels }: Clip, mean: readonly number[], std: readonly number[]): void {
  if (scale !== "f32")
    throw new RunError("normalize takes f32, the clip is still u8", { help: "put to_float before it" });
  if (mean.length !== channels || std.length !== channels) {
    throw new RunError(`normalize has ${mean.length} means and ${std.length} deviations for ${channels} channels`);
  }
}
