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

/** Input channels that are computed together. */
export const inputsAtOnce = 4;
/** Output channels that are computed together. */
export const outputsAtOnce = 8;

/**
 * The heart of every filter gradient, for one tap and one block of positions:
 * dw[c][o] += over frames, rows and pixels: x[c] * dy[o].
 *
 * Parameters: x, xEnd: first channel of the first pixel and where its channels end, in steps of 4; xFrame, xRow, xPixel:
 * bytes from one to the next; dy, dyEnd (steps of 8), dyFrame, dyRow, dyPixel the same; frames, rows, pixels: how many there
 * are, in bytes of dy (`dyFrame` times the number of frames, and so on); dw, dwRow: the sums and the bytes of their rows.
 */
export const correlate: FunctionSource = {
  name: "correlate",
  parameters: new Array<"i32">(15).fill("i32"),
  body: (parameters, local) => {
    const [x, xEnd, xFrame, xRow, xPixel, dy, dyEnd, dyFrame, dyRow, dyPixel, frames, rows, pixels, dw, dwRow] =
      parameters as readonly Local[] as FifteenLocals;
    const [outputs, target] = [local("i32"), local("i32")];
    const sums = Array.from({ length: inputsAtOnce }, () => [local("v128"), local("v128")] as const);
    const [low, high, value] = [local("v128"), local("v128"), local("v128")];
    const [xf, xr, xp, df, dr, dp] = [0, 1, 2, 3, 4, 5].map(() => local("i32")) as unknown as SixLocals;
    const [frameEnd, rowEnd, pixelEnd] = [local("i32"), local("i32"), local("i32")];

    const onePixel: Code = [
      ...set(low, v128.load(get(dp))),
      ...set(high, v128.load(get(dp), 16)),
      ...sums.flatMap(([a, b], i) => [
        ...set(value, v128.loadSplat(get(xp), 4 * i)),
        ...set(a, f32x4.add(get(a), f32x4.mul(get(value), get(low)))),
        ...set(b, f32x4.add(get(b), f32x4.mul(get(value), get(high)))),
      ]),
      ...advance(xp, get(xPixel)),
      ...advance(dp, get(dyPixel)),
    ];
    const oneRow: Code = [
      ...set(xp, get(xr)),
      ...set(dp, get(dr)),
      ...set(pixelEnd, i32.add(get(dr), get(pixels))),
      ...until(dp, pixelEnd, onePixel),
      ...advance(xr, get(xRow)),
      ...advance(dr, get(dyRow)),
    ];
    const oneFrame: Code = [
      ...set(xr, get(xf)),
      ...set(dr, get(df)),
      ...set(rowEnd, i32.add(get(df), get(rows))),
      ...until(dr, rowEnd, oneRow),
      ...advance(xf, get(xFrame)),
      ...advance(df, get(dyFrame)),
    ];
    const oneTile: Code = [
      ...sums.flatMap(([a, b]) => [...set(a, v128.zero), ...set(b, v128.zero)]),
      ...set(xf, get(x)),
      ...set(df, get(outputs)),
      ...set(frameEnd, i32.add(get(outputs), get(frames))),
      ...until(df, frameEnd, oneFrame),
      ...set(xp, get(target)),
      ...sums.flatMap(([a, b]) => [
        ...v128.store(get(xp), f32x4.add(v128.load(get(xp)), get(a))),
        ...v128.store(get(xp), f32x4.add(v128.load(get(xp), 16), get(b)), 16),
        ...advance(xp, get(dwRow)),
      ]),
    ];
    return until(x, xEnd, [
      ...set(outputs, get(dy)),
      ...set(target, get(dw)),
      ...until(outputs, dyEnd, [
        ...oneTile,
        ...advance(outputs, i32.const(outputsAtOnce * 4)),
        ...advance(target, i32.const(outputsAtOnce * 4)),
      ]),
      ...advance(x, i32.const(inputsAtOnce * 4)),
      ...advance(dw, i32.mul(get(dwRow), i32.const(inputsAtOnce))),
    ]);
  },
};

type SixLocals = readonly [Local, Local, Local, Local, Local, Local];
type FifteenLocals = readonly [...SixLocals, ...SixLocals, Local, Local, Local];
