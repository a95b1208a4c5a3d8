/** Convolutions of a small and of a wide layer on every engine that works here. */
import { convolutionSpeed } from "../dist/src/runtime/engine/bench.js";
import { listEngines, selectEngine } from "../dist/src/runtime/engine/select.js";

const layers = [
  { name: "16 planes, 8x32x32", x: [8, 8, 32, 32, 16], filter: [3, 3, 3, 16, 16] },
  { name: "64 planes, 8x56x56", x: [1, 8, 56, 56, 64], filter: [3, 3, 3, 64, 64] },
];

for (const { name, usable } of await listEngines()) {
  // The reference engine needs seconds for what the others do at once.
  if (!usable || name === "cpu") continue;
  await selectEngine(name);
  for (const layer of layers) {
    const { forward, input, filter } = convolutionSpeed(layer.x, layer.filter);
    const [f, i, w] = [forward, input, filter].map((rate) => rate.toFixed(0).padStart(4));
    console.log(`  ${name}, ${layer.name.padEnd(20)} forward ${f}, input gradient ${i}, filter gradient ${w} GFLOP/s`);
  }
}
