import type { Template } from "./template.ts";

/** A row of convolutions. */
export const modelTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// A row of 3D convolutions, each of which halves height and width.
extern model ${name} from "./${name}.ts" {
  /// What goes in: the clip of a data set. Left out, it is that of the phase that trains.
  clip: clip_type = data.clip
  /// Planes of each block.
  planes: [int >= 1; 1..8] = [8, 16]

  takes tensor f32 [N, C, T, H, W]

  blocks block{i in 1..len(planes)} yields tensor f32 [
    N,
    planes[i],
    T,
    ceil(H / 2 ^ i),
    ceil(W / 2 ^ i),
  ]
}
`,
  ts: `import type { Block } from "vcl/runtime/models/layers";
import { trunk } from "vcl/runtime/models/trunk";
import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ clip, planes = [8, 16] }) => {
  const [channels] = clip;
  const blocks = planes.map((outPlanes, i) => blockOf(\`block\${i + 1}\`, planes[i - 1] ?? channels, outPlanes));
  // The runtime attaches heads, makes the variables and runs the blocks.
  return trunk({
    blocks,
    inputPlanes: channels,
    describe: () => ({ component: "${name}", options: { clip, planes } }),
  });
};

/** A convolution, batch norm and ReLU. */
function blockOf(name: string, inPlanes: number, outPlanes: number): Block {
  return {
    kind: "plain",
    name,
    outPlanes,
    layers: [
      {
        kind: "conv",
        name: \`\${name}.conv\`,
        inPlanes,
        outPlanes,
        kernel: [3, 3, 3],
        stride: [1, 2, 2],
        padding: [1, 1, 1],
        groups: 1,
        zero: false,
      },
      { kind: "norm", name: \`\${name}.norm\`, planes: outPlanes, relu: true, zero: false },
    ],
  };
}
`,
});
