import type { Template } from "./template.ts";

/** The mean of each plane, then a linear layer. */
export const headTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// The mean of each plane over the feature map, then a linear layer.
extern head ${name} from "./${name}.ts" {
  /// Factor on the means.
  scale: real > 0 = 1
  /// Follows from the data set.
  derived classes: int >= 2 = data.classes
  /// Follows from the block.
  derived in_plane: int = D

  takes  tensor f32 [N, D, T, H, W]
  yields logits [N, classes]
}
`,
  ts: `import { type Parameter, stream } from "vcl/runtime";
import { add, matMul, mean, mul, type Tensor, type Tensor2D, tensor, variable } from "vcl/runtime/tf";
import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ name, scale = 1, classes, inPlane }) => ({
  name,
  classes,
  inPlane,
  describe: () => ({ component: "${name}", options: { name, scale, classes, inPlane } }),
  build: (seed) => {
    const weight = parameter(\`head.\${name}.weight\`, [inPlane, classes], 1 / Math.sqrt(inPlane), seed);
    const bias = parameter(\`head.\${name}.bias\`, [classes], 0, seed);
    return {
      parameters: [weight, bias],
      // x: clips x frames x height x width x planes
      forward: (x) => {
        const means = mul(mean(x, [1, 2, 3]), scale) as Tensor2D;
        const values = add(matMul(means, weight.variable as Tensor as Tensor2D), bias.variable) as Tensor2D;
        return { values, meaning: "logits" };
      },
    };
  },
});

/** Starts uniform between -bound and bound: a function of the seed and the name, so that a resumed run is the same run. */
function parameter(name: string, shape: number[], bound: number, seed: number): Parameter {
  const random = stream(seed, "init", name);
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, () => (2 * random.next() - 1) * bound);
  return { name, variable: variable(tensor(values, shape)), decay: true };
}
`,
});
