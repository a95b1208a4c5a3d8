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

/** Output pixels that are computed together; with 8 channels each, their sums and what is loaded fit the 16 registers. */
export const pixelsAtOnce = 4;
/** Output channels that are computed together: the width of a panel of packed weights. */
export const panelWidth = 8;
/** Pixels that go through one panel before the next panel's turn. */
export const blockPixels = 64;

/**
 * The heart of every convolution: for each pixel of a list, y[pixel] += over all runs, over the floats of a run:
 * x[pixel + run + i] * weights[run + i][0..8], for one panel of weights after the other.
 *
 * Parameters: pixels, pixelsEnd: table of (address of x, address of y), a multiple of 4 of them; runs, runsEnd: table of
 * (offset in x, offset in the panel); length: bytes of a run of x; panel, panelsEnd, panelBytes: the packed weights.
 */
export const convolve: FunctionSource = {
  name: "convolve",
  parameters: ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"],
  body: ([pixels, pixelsEnd, runs, runsEnd, length, panel, panelsEnd, panelBytes], local) => {
    const [blockEnd, weights, channel, tile] = [local("i32"), local("i32"), local("i32"), local("i32")];
    return until(pixels as Local, pixelsEnd as Local, [
      ...set(blockEnd, i32.add(get(pixels as Local), i32.const(blockPixels * 8))),
      ...set(blockEnd, smaller(blockEnd, pixelsEnd as Local)),
      ...set(weights, get(panel as Local)),
      ...set(channel, i32.const(0)),
      ...until(weights, panelsEnd as Local, [
        ...set(tile, get(pixels as Local)),
        ...until(tile, blockEnd, [
          ...oneTile(tile, weights, channel, runs as Local, runsEnd as Local, length as Local, local),
          ...advance(tile, i32.const(pixelsAtOnce * 8)),
        ]),
        ...advance(weights, get(panelBytes as Local)),
        ...advance(channel, i32.const(panelWidth * 4)),
      ]),
      ...set(pixels as Local, get(blockEnd)),
    ]);
  },
};

type MakeLocal = (type: "i32" | "v128") => Local;

/** Four pixels, eight channels. */
function oneTile(
  tile: Local,
  weights: Local,
  channel: Local,
  runs: Local,
  runsEnd: Local,
  length: Local,
  local: MakeLocal,
): Code {
  const pixels = Array.from({ length: pixelsAtOnce }, (_, i) => ({
    offset: i * 8,
    base: local("i32"),
    x: local("i32"),
    sums: [local("v128"), local("v128")],
  }));
  const [run, end, weight] = [local("i32"), local("i32"), local("i32")];
  const [low, high, value] = [local("v128"), local("v128"), local("v128")];
  const [first] = pixels;
  if (first === undefined) return [];
  return [
    ...pixels.flatMap(({ offset, base, sums }) => [
      ...set(base, i32.load(get(tile), offset)),
      ...sums.flatMap((sum) => set(sum, v128.zero)),
    ]),
    ...set(run, get(runs)),
    ...until(run, runsEnd, [
      ...pixels.flatMap(({ base, x }) => set(x, i32.add(get(base), i32.load(get(run))))),
      ...set(weight, i32.add(get(weights), i32.load(get(run), 4))),
      ...set(end, i32.add(get(first.x), get(length))),
      ...until(first.x, end, [
        ...set(low, v128.load(get(weight))),
        ...set(high, v128.load(get(weight), 16)),
        ...pixels.flatMap(({ x, sums: [a, b] }) => [
          ...set(value, v128.loadSplat(get(x))),
          ...accumulate(a as Local, value, low),
          ...accumulate(b as Local, value, high),
        ]),
        ...advance(weight, i32.const(panelWidth * 4)),
        ...pixels.flatMap(({ x }) => advance(x, i32.const(4))),
      ]),
      ...advance(run, i32.const(8)),
    ]),
    ...pixels.flatMap(({ offset, base, sums: [a, b] }) => [
      ...set(base, i32.add(i32.load(get(tile), offset + 4), get(channel))),
      ...v128.store(get(base), get(a as Local)),
      ...v128.store(get(base), get(b as Local), 16),
    ]),
  ];
}

function accumulate(sum: Local, a: Local, b: Local): Code {
  return set(sum, f32x4.add(get(sum), f32x4.mul(get(a), get(b))));
}

/** The smaller of two addresses. */
function smaller(a: Local, b: Local): Code {
  return [...get(a), ...get(b), ...i32.lessUnsigned(get(a), get(b)), 0x1b];
}
