import type { Template } from "./template.ts";

/** The first clips of a video. */
export const samplerTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// The first clips of each video, the same in every epoch.
extern sampler ${name}(
  /// Clips of each video.
  clips_per_video: clips per video >= 1
) from "./${name}.ts" {}
`,
  ts: `import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ clipsPerVideo }) => ({
  clipsPerVideo,
  // Whether two epochs differ. Then the declaration says \`random\`, and \`pick\` draws from the stream that it is handed.
  random: false,
  describe: () => ({ component: "${name}", options: { clipsPerVideo } }),
  // \`count\` clips can be chosen from, numbered from 0.
  pick: (count) => Array.from({ length: Math.min(clipsPerVideo, count) }, (_, i) => i),
});
`,
});
