import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { programFolder, start, writeProgram } from "./children.ts";
import { bitsOf, resultsOf, scratchFolder } from "./helpers.ts";
import { makeSmallVideos } from "./small_videos.ts";

const folder = scratchFolder();
const bundled = programFolder();
let program = "";

beforeAll(async () => {
  const data = makeSmallVideos(folder("data"), { train: 3, test: 1, frames: 40 });
  program = writeProgram(
    await bundled(),
    "experiment",
    `import { runByHand, runExperiment, smallExperiment } from "./vcl.mjs";
export const flags = { source: "small.vcl", params: { out: { type: "dir" } } };
export async function main({ out }, run = {}) {
  const data = ${JSON.stringify(data)};
  return await runExperiment(smallExperiment({ data, index: "${folder("frames.json")}", out, epochs: 2 }), run);
}
await runByHand(import.meta, main, flags);`,
  );
});

it("a terminal's Ctrl-C, which reaches the decoders too, damages nothing", async () => {
  const run = (out: string, ...more: readonly string[]) =>
    start(program, ["--engine", "wasm", "--out", out, ...more], folder(""), true);
  const whole = folder("whole");
  expect(await run(whole).ended).toMatchObject({ code: 0 });
  const last = (out: string): string => join(out, "checkpoints", "epoch-2.ckpt");
  const wanted = await bitsOf(last(whole));
  for (const [i, wait] of [0, 15].entries()) {
    const out = folder(`stopped-${i}`);
    const child = run(out);
    await child.seen(i % 2 === 0 ? /^small: /m : /^train 1: /m);
    await new Promise((resolve) => setTimeout(resolve, wait));
    process.kill(-(child.process.pid ?? 0), "SIGINT");
    expect(await child.ended).toMatchObject({ code: 130, signal: null });
    expect(await run(out, "--resume").ended).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(out, "log.txt"), "utf8")).not.toContain("warning");
    expect(await bitsOf(last(out))).toEqual(wanted);
    expect(resultsOf(out)).toEqual(resultsOf(whole));
  }
}, 180_000);
