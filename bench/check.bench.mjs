/** A whole `vcl check`, as a process: what a person waits for after each edit. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const vcl = fileURLToPath(new URL("bin/vcl.js", root));

for (const name of ["examples/quickstart.vcl", "examples/ucf101.vcl"]) {
  const file = fileURLToPath(new URL(name, root));
  if (existsSync(file)) report(`vcl check ${name}`, [vcl, "check", file]);
}
report("node alone", ["-e", ""]);

function report(what, args) {
  const times = Array.from({ length: 12 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, args, { stdio: "ignore" });
    return performance.now() - start;
  })
    .slice(2)
    .sort((a, b) => a - b);
  const [best = 0] = times;
  console.log(`  ${what.padEnd(36)} median ${times[5].toFixed(0)} ms, best ${best.toFixed(0)} ms`);
}
