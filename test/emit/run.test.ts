import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCase } from "./case-file.ts";
import { programOf } from "./check-file.ts";
import { buildModelBy } from "./run-program.ts";

function caseNamed(name: string): ReturnType<typeof readCase> {
  return readCase(fileURLToPath(new URL(`../cases/emit/${name}.md`, import.meta.url)));
}

const { files } = caseNamed("params");
const given = ["--folder", "/data/clips"];

function emitted(args: readonly string[]): string {
  return programOf(files, "params.vcl", args).ts;
}

/** Numbers that a ResNet3D-18 of basic units trains, whose stem has as many planes as its first stage. */
function countOf(planes: number, classes: number): number {
  const norm = (width: number): number => 2 * width;
  const conv = (from: number, to: number): number => 27 * from * to + norm(to);
  let count = 3 * 147 * planes + norm(planes) + 4 * conv(planes, planes);
  for (const width of [2, 4, 8].map((times) => times * planes)) {
    count += conv(width / 2, width) + 3 * conv(width, width) + (width / 2) * width + norm(width);
  }
  return count + 8 * planes * classes + classes;
}

test("the tutorial's program, narrower, builds the tutorial's network", async () => {
  expect(countOf(64, 101)).toBe(33_218_085);
  const tutorial = caseNamed("ucf101");
  const { ts } = programOf(tutorial.files, "ucf101.vcl", ["r3d18.planes=4", "r3d18.stem_planes=4"]);
  const { stdout } = await buildModelBy(ts, ["--videos", "/v", "--splits", "/s", "--out", "/o"]);
  expect(JSON.parse(stdout)).toEqual({ count: countOf(4, 101), out: "/o" });
});

test("whoever edits `planes` in the program, and the head's planes with it, trains another network", async () => {
  const before = emitted(["--planes 8"]);
  const after = before.replace("const planes = 8;", "const planes = 12;").replace("inPlane: 16,", "inPlane: 24,");
  expect(after).toBe(
    emitted(["--planes 12"]).replaceAll("`12`", "`8`").replace('text: "12"', 'text: "8"').replace("24 × 2", "16 × 2"),
  );
  const [one, other] = [await buildModelBy(before, given), await buildModelBy(after, given)];
  expect([one.exitCode, other.exitCode]).toEqual([0, 0]);
  expect(JSON.parse(other.stdout).count).toBeGreaterThan(JSON.parse(one.stdout).count);
});

test("an edit that leaves the head's planes behind is refused, with what to change", async () => {
  const half = emitted(["--planes 8"]).replace("const planes = 8;", "const planes = 12;");
  const { exitCode, stderr } = await buildModelBy(half, given);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("takes 16 planes, but stage2.block0 gives 24");
  expect(stderr).toContain("set inPlane to 24");
});

test("a param that is compiled in is not changed by hand: the message has the command to type", async () => {
  const { exitCode, stderr } = await buildModelBy(emitted(["--planes 8"]), [...given, "--planes", "32"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("vcl train params.vcl --folder /data/clips --planes 32");
  const same = await buildModelBy(emitted(["--planes 8"]), [...given, "--planes", "8"]);
  expect(same.exitCode).toBe(0);
});

test("a param that stays a variable is changed by hand, and its range holds", async () => {
  const wrong = await buildModelBy(emitted([]), [...given, "--fold", "4"]);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain("--fold 4");
  expect((await buildModelBy(emitted([]), [...given, "--fold", "2", "--max_lr", "0.1"])).exitCode).toBe(0);
});
