/** Whole steps of the tutorial and of the quickstart, on every engine that is there, beside their convolutions alone. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { listEngines, selectEngine } from "../dist/src/runtime/engine/select.js";

const root = new URL("../", import.meta.url);
const vcl = fileURLToPath(new URL("bin/vcl.js", root));

for (const { name, usable } of await listEngines()) {
  if (!usable) continue;
  if (name === "cpu") {
    console.log("  cpu         left out: a step of the tutorial takes it a quarter of an hour");
    continue;
  }
  const precisions =
    (await selectEngine(name)).setPrecision?.("bfloat16") === "bfloat16" ? ["float32", "bfloat16"] : ["float32"];
  for (const precision of precisions) {
    for (const file of ["examples/ucf101.vcl", "examples/quickstart.vcl"]) {
      for (const phase of ["train", "test"]) report(name, precision, file, phase);
    }
  }
}

function report(engine, precision, file, phase) {
  const steps = engine === "wasm" && file.includes("ucf101") ? "1" : "7";
  const options = ["--engine", engine, "--precision", precision, "--phase", phase, "--steps", steps, "--json"];
  const path = fileURLToPath(new URL(file, root));
  const { stdout, stderr, status } = spawnSync(process.execPath, [vcl, "bench", "step", path, ...options], {
    encoding: "utf8",
  });
  const what = `  ${engine.padEnd(7)} ${precision.padEnd(8)} ${file.replace("examples/", "").padEnd(15)} ${phase.padEnd(5)}`;
  if (status !== 0) {
    console.log(`${what} failed: ${stderr.trim().split("\n")[0]}`);
    return;
  }
  const { median, min, floor, peak_rss_mib: memory, gflop } = JSON.parse(stdout);
  const seconds = (value) => `${value.toFixed(4).padStart(8)} s`;
  console.log(
    `${what} median ${seconds(median)}, best ${seconds(min)}, floor ${seconds(floor)} (${(median / floor).toFixed(2)} of it), ` +
      `${(gflop / median).toFixed(0).padStart(4)} GFLOP/s, ${memory} MiB`,
  );
}
