/** A whole `vcl check`, as a process: what a person waits for after each edit. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { largeFile } from "./large-file.mjs";

const root = new URL("../", import.meta.url);
const vcl = fileURLToPath(new URL("bin/vcl.js", root));

for (const name of ["examples/quickstart.vcl", "examples/ucf101.vcl"]) {
  const file = fileURLToPath(new URL(name, root));
  if (existsSync(file)) report(`vcl check ${name}`, [vcl, "check", file]);
}
const folder = mkdtempSync(join(tmpdir(), "vcl-bench-"));
try {
  const file = join(folder, "large.vcl");
  const text = largeFile(10_000);
  writeFileSync(file, text);
  report(`vcl check, ${text.split("\n").length.toLocaleString("en-US")} lines`, [vcl, "check", file]);
} finally {
  rmSync(folder, { recursive: true });
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
