/** Kernels that go over a tensor once, element by element, with a vector of figures per channel where one is needed. */
import {
  advance,
  type Code,
  type FunctionSource,
  f32x4,
  get,
  i32,
  type Local,
  set,
  until,
  v128,
} from "../assembler.ts";

interface Rowwise {
  readonly name: string;
  /** Tensors read. */
  readonly inputs: number;
  /** Tensors written. */
  readonly outputs: number;
  /** Vectors of one figure per channel that are read. */
  readonly channels?: number;
  /** Vectors of one sum per channel that are added to. */
  readonly sums?: number;
  /** Single numbers. */
  readonly scalars?: number;
  /** Four lanes of every output, then of what is added to every sum. */
  compute(inputs: readonly Code[], channels: readonly Code[], scalars: readonly Code[]): readonly Code[];
}

/**
 * Parameters: inputs, outputs, channel vectors, sums (addresses), then the end of the first input, the bytes of a channel
 * vector, and the scalars (f32). Everything is a multiple of 16 bytes long.
 */
function rowwise({ name, inputs, outputs, channels = 0, sums = 0, scalars = 0, compute }: Rowwise): FunctionSource {
  const addresses = inputs + outputs + channels + sums;
  return {
    name,
    parameters: [...new Array<"i32">(addresses + 2).fill("i32"), ...new Array<"f32">(scalars).fill("f32")],
    body: (parameters, local) => {
      const moving = parameters.slice(0, inputs + outputs);
      const vectors = parameters.slice(inputs + outputs, addresses);
      const [end, length] = parameters.slice(addresses, addresses + 2) as unknown as readonly [Local, Local];
      const [first] = moving as unknown as readonly [Local];
      const place = local("i32");
      const loaded = Array.from({ length: inputs + channels }, () => local("v128"));
      const results = Array.from({ length: outputs + sums }, () => local("v128"));
      const numbers = parameters.slice(addresses + 2).map((scalar) => ({ scalar, lanes: local("v128") }));
      const at = (vector: Local): Code => i32.add(get(vector), get(place));
      const values = compute(
        loaded.slice(0, inputs).map(get),
        loaded.slice(inputs).map(get),
        numbers.map(({ lanes }) => get(lanes)),
      );
      const four: Code = [
        ...loaded.flatMap((lanes, i) =>
          set(lanes, v128.load(i < inputs ? get(moving[i] as Local) : at(vectors[i - inputs] as Local))),
        ),
        ...results.flatMap((result, i) => set(result, values[i] as Code)),
        ...results.flatMap((result, i) => {
          if (i < outputs) return v128.store(get(moving[inputs + i] as Local), get(result));
          const sum = vectors[channels + i - outputs] as Local;
          return v128.store(at(sum), f32x4.add(v128.load(at(sum)), get(result)));
        }),
        ...moving.flatMap((pointer) => advance(pointer, i32.const(16))),
      ];
      const row = until(place, length, [...four, ...advance(place, i32.const(16))]);
      return [
        ...numbers.flatMap(({ scalar, lanes }) => set(lanes, f32x4.splat(get(scalar)))),
        ...until(first, end, vectors.length === 0 ? four : [...set(place, i32.const(0)), ...row]),
      ];
    },
  };
}

const { add, sub, mul, div, sqrt, max, greater } = f32x4;
type Codes = readonly Code[];
type Two = readonly [Code, Code];
type Three = readonly [Code, Code, Code];
type Four = readonly [Code, Code, Code, Code];
type Nine = readonly [Code, Code, Code, Code, Code, Code, Code, Code, Code];

/** `value` where `y` is above 0, else 0. */
const masked = (value: Code, y: Code): Code => v128.and(value, greater(y, v128.zero));

const kernels: readonly Rowwise[] = [
  { name: "sum", inputs: 1, outputs: 0, sums: 1, compute: (x) => x },
  {
    name: "sumOfSquares",
    inputs: 1,
    outputs: 0,
    channels: 1,
    sums: 1,
    compute: ([x], [mean]) => [mul(sub(x as Code, mean as Code), sub(x as Code, mean as Code))],
  },
  {
    name: "affine",
    inputs: 1,
    outputs: 1,
    channels: 2,
    compute: ([x], [scale, shift]) => [add(mul(x as Code, scale as Code), shift as Code)],
  },
  {
    name: "affineRelu",
    inputs: 1,
    outputs: 1,
    channels: 2,
    compute: ([x], [scale, shift]) => [max(add(mul(x as Code, scale as Code), shift as Code), v128.zero)],
  },
  ...[true, false].flatMap((relu): Rowwise[] => {
    const upstream = (inputs: Codes): Code => {
      const [dy, , y] = inputs as Three;
      return relu ? masked(dy, y) : dy;
    };
    const suffix = relu ? "Relu" : "";
    return [
      {
        name: `normalizeSums${suffix}`,
        inputs: relu ? 3 : 2,
        outputs: 0,
        channels: 1,
        sums: 2,
        compute: (inputs, [mean]) => {
          const [, x] = inputs as Two;
          return [upstream(inputs), mul(upstream(inputs), sub(x, mean as Code))];
        },
      },
      {
        name: `normalizeInput${suffix}`,
        inputs: relu ? 3 : 2,
        outputs: 1,
        channels: 4,
        compute: (inputs, channels) => {
          const [, x] = inputs as Two;
          const [mean, ofGradient, ofInput, constant] = channels as Four;
          return [add(add(mul(upstream(inputs), ofGradient), mul(sub(x, mean), ofInput)), constant)];
        },
      },
    ];
  }),
  { name: "relu", inputs: 1, outputs: 1, compute: ([x]) => [max(x as Code, v128.zero)] },
  { name: "addRelu", inputs: 2, outputs: 1, compute: ([a, b]) => [max(add(a as Code, b as Code), v128.zero)] },
  { name: "reluInput", inputs: 2, outputs: 1, compute: ([dy, y]) => [masked(dy as Code, y as Code)] },
  {
    name: "descend",
    inputs: 2,
    outputs: 1,
    scalars: 2,
    compute: ([parameter, gradient], _channels, [rate, decay]) => {
      const decayed = add(gradient as Code, mul(parameter as Code, decay as Code));
      return [sub(parameter as Code, mul(decayed, rate as Code))];
    },
  },
  ...[true, false].map(
    (nesterov): Rowwise => ({
      name: nesterov ? "descendNesterov" : "descendMomentum",
      inputs: 3,
      outputs: 2,
      scalars: 3,
      compute: (inputs, _channels, scalars) => {
        const [parameter, gradient, moment] = inputs as Three;
        const [rate, decay, momentum] = scalars as Three;
        const decayed = add(gradient, mul(parameter, decay));
        const gathered = add(mul(moment, momentum), decayed);
        const direction = nesterov ? add(decayed, mul(gathered, momentum)) : gathered;
        return [sub(parameter, mul(direction, rate)), gathered];
      },
    }),
  ),
  ...[true, false].map(
    (largest): Rowwise => ({
      name: largest ? "adamLargest" : "adam",
      inputs: largest ? 5 : 4,
      outputs: largest ? 4 : 3,
      scalars: 9,
      compute: (inputs, _channels, scalars) => {
        const [gradient, parameter, ...moments] = inputs as readonly [Code, Code, ...Code[]];
        const [first, second, most] = moments as unknown as Three;
        const [beta1, share1, beta2, share2, epsilon, decay, keep, rate, scale] = scalars as Nine;
        const decayed = add(gradient, mul(parameter, decay));
        const mean = add(mul(first, beta1), mul(decayed, share1));
        const square = add(mul(second, beta2), mul(mul(decayed, decayed), share2));
        const divisor = largest ? max(most, square) : square;
        const step = div(mean, add(mul(sqrt(divisor), scale), epsilon));
        return [sub(mul(parameter, keep), mul(step, rate)), mean, square, ...(largest ? [divisor] : [])];
      },
    }),
  ),
];

export const rowwiseKernels: readonly FunctionSource[] = kernels.map(rowwise);
