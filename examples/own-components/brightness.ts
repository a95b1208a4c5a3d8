import type { BrightnessTransform } from "./brightness.vcl.ts";

export const brightness: BrightnessTransform = ({ by }) => ({
  describe: () => ({ component: "brightness", options: { by } }),
  apply: (clip, random) => {
    // From this sample's own stream, never from Math.random: the same run then sees the same clips.
    const factor = 1 + by * (2 * random.next() - 1);
    const most = clip.scale === "u8" ? 255 : Number.POSITIVE_INFINITY;
    // A new clip: others may still read the one that came in.
    return { ...clip, data: Float32Array.from(clip.data, (value) => Math.min(value * factor, most)) };
  },
});
