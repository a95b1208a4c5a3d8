/** `npm test`: sets vcl up and runs the suite. The last line is `N passed, N failed`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { show } from "./command.mjs";
import { main } from "./console.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./root.mjs";
import { countTests } from "./test-counts.mjs";

await main(async (args) => {
  await prepare();
  console.log();
  const folder = mkdtempSync(join(tmpdir(), "vcl-test-"));
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await show(process.execPath, [vitest, "run", ...reporters, ...args], { cwd: root });
  const counts = countTests(read(report), code);
  rmSync(folder, { recursive: true, force: true });
  console.log(counts.line);
  return counts.failed === 0 ? 0 : 1;
});

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
