/** `npm test`: sets vcl up and runs the suite. The last line is `N passed, N failed`, whatever happens. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { show } from "./command.mjs";
import { main, SetupError } from "./console.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./root.mjs";
import { countTests } from "./test-counts.mjs";

await main(async (args) => {
  const counts = (await isPrepared()) ? await runTests(args) : countTests(undefined, 1);
  console.log(counts.line);
  return counts.failed === 0 ? 0 : 1;
});

async function isPrepared() {
  try {
    await prepare();
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    return false;
  }
}

async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), "vcl-test-"));
  try {
    const report = join(folder, "report.json");
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await show(process.execPath, [vitest, "run", ...reporters, ...args], { cwd: root });
    return countTests(read(report), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
