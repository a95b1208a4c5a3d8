/**
 * Which input positions each output position of a convolution looks at, along one axis. Positions that see the same taps form
 * a class: inside one, borders need no tests and no padding. Pure arithmetic.
 */

/** Output positions that see the same taps. */
export interface TapClass {
  /** Kernel positions, in the order of the input positions that they meet, which are consecutive. */
  readonly taps: readonly number[];
  /** Output positions. */
  readonly outputs: readonly number[];
  /** For each of them, the input position that meets the first tap. */
  readonly inputs: readonly number[];
}

/** One axis of a convolution. */
export interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  /** Output positions. */
  readonly positions: number;
}

/** For the convolution itself: output q meets input q * stride + tap - padding. */
export function forwardClasses({ size, kernel, stride, padding, positions }: Axis): TapClass[] {
  return classify(positions, (output) => {
    const start = output * stride - padding;
    const taps = range(Math.max(0, -start), Math.min(kernel, size - start));
    return { taps, input: start + (taps[0] ?? 0) };
  });
}

/** For its gradient: position i of the input meets output (i + padding - tap) / stride where that is whole. */
export function backwardClasses({ size, kernel, stride, padding, positions }: Axis): TapClass[] {
  return classify(size, (position) => {
    const meets = (tap: number): number => (position + padding - tap) / stride;
    const taps = range(0, kernel)
      .filter((tap) => Number.isInteger(meets(tap)) && meets(tap) >= 0 && meets(tap) < positions)
      .reverse();
    return { taps, input: meets(taps[0] ?? 0) };
  });
}

/** Kernel positions in an order in which every class's taps stand side by side. */
export function packedOrder({ kernel, stride }: Axis, backward: boolean): readonly number[] {
  if (!backward) return range(0, kernel);
  return range(0, stride).flatMap((rest) =>
    range(0, kernel)
      .filter((tap) => tap % stride === rest)
      .reverse(),
  );
}

function classify(
  count: number,
  look: (position: number) => { readonly taps: readonly number[]; readonly input: number },
): TapClass[] {
  const classes = new Map<string, { taps: readonly number[]; outputs: number[]; inputs: number[] }>();
  for (let position = 0; position < count; position++) {
    const { taps, input } = look(position);
    const key = taps.join();
    const found = classes.get(key) ?? { taps, outputs: [], inputs: [] };
    found.outputs.push(position);
    found.inputs.push(input);
    classes.set(key, found);
  }
  return [...classes.values()];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
