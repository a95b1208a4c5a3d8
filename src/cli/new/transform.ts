import type { Template } from "./template.ts";

/** A random change of contrast. */
export const transformTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// Changes a clip's contrast at random, all of its frames alike.
extern transform ${name}(
  /// The largest change: 0.2 draws factors from 0.8 to 1.2.
  by: real in 0..<1
) from "./${name}.ts" {
  takes  tensor [C, T, H, W]
  yields tensor [C, T, H, W]
  random
}
`,
  ts: `import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ by }) => ({
  describe: () => ({ component: "${name}", options: { by } }),
  apply: (clip, random) => {
    // From this sample's own stream, never from Math.random: the same run then sees the same clips.
    const factor = 1 + by * (2 * random.next() - 1);
    let sum = 0;
    for (const value of clip.data) sum += value;
    const mean = sum / clip.data.length;
    // A new clip: others may still read the one that came in.
    return { ...clip, data: Float32Array.from(clip.data, (value) => mean + (value - mean) * factor) };
  },
});
`,
});
