import * as fc from "fast-check";
import { expect, it } from "vitest";
import { positions } from "../../../src/runtime/engine/extent.ts";
import {
  type Axis,
  backwardClasses,
  forwardClasses,
  packedOrder,
  type TapClass,
} from "../../../src/runtime/engine/wasm/taps.ts";

const anyAxis = fc
  .record({
    size: fc.integer({ min: 1, max: 20 }),
    kernel: fc.integer({ min: 1, max: 9 }),
    stride: fc.integer({ min: 1, max: 4 }),
    padding: fc.nat(4),
  })
  .map((axis): Axis => ({ ...axis, positions: positions(axis.size, axis.kernel, axis.stride, axis.padding) }))
  .filter((axis) => axis.positions >= 1 && axis.padding < axis.kernel);

/** All (position of the convolution's output, tap, position of its input) that a list of classes stands for. */
function pairs(classes: readonly TapClass[], backward: boolean): string[] {
  return classes
    .flatMap(({ taps, outputs, inputs }) =>
      outputs.flatMap((output, i) =>
        taps.map((tap, m) => {
          const met = (inputs[i] as number) + m;
          return backward ? `${met} ${tap} ${output}` : `${output} ${tap} ${met}`;
        }),
      ),
    )
    .sort();
}

function expected({ size, kernel, stride, padding, positions: count }: Axis): string[] {
  const found: string[] = [];
  for (let output = 0; output < count; output++) {
    for (let tap = 0; tap < kernel; tap++) {
      const input = output * stride + tap - padding;
      if (input >= 0 && input < size) found.push(`${output} ${tap} ${input}`);
    }
  }
  return found.sort();
}

it("classes hold every meeting of output, tap and input once, forward and backward", () => {
  fc.assert(
    fc.property(anyAxis, (axis) => {
      expect(pairs(forwardClasses(axis), false)).toEqual(expected(axis));
      expect(pairs(backwardClasses(axis), true)).toEqual(expected(axis));
    }),
  );
});

it("every position is in one class, and a class's taps stand side by side in the packed order", () => {
  fc.assert(
    fc.property(anyAxis, (axis) => {
      for (const backward of [false, true]) {
        const classes = (backward ? backwardClasses : forwardClasses)(axis);
        const all = classes.flatMap(({ outputs }) => outputs).sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: backward ? axis.size : axis.positions }, (_, i) => i));
        const order = packedOrder(axis, backward);
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: axis.kernel }, (_, i) => i));
        for (const { taps } of classes) {
          const first = order.indexOf(taps[0] ?? 0);
          expect(order.slice(first, first + taps.length)).toEqual(taps);
        }
      }
    }),
  );
});
