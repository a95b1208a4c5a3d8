/** The tour: its programs are clean, and vcl prints what the page says it prints. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderWith, root, vcl } from "./vcl.ts";

const page = readFileSync(join(root, "docs/tour.md"), "utf8");
const names = ["actions", "stated", "longer", "amended", "own-check", "mean_head"].map((name) => `${name}.vcl`);
const programs = [...page.matchAll(/```vcl\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
const cwd = folderWith(Object.fromEntries(programs.map((program, i) => [names[i] ?? `more-${i}.vcl`, program])));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** The block that follows a command on the page. */
function printedBy(command: string): string {
  return page.split(`\`${command}\`\n\n\`\`\`\n`)[1]?.split("```")[0] ?? `${command} is not on the page`;
}

test("its programs are clean", async () => {
  expect(programs).toHaveLength(names.length);
  expect(await vcl(["check", ...names], { cwd })).toMatchObject({
    code: 0,
    stdout: `${names.join(", ")}: no problems\n`,
  });
});

test.each(["vcl shapes actions.vcl", "vcl show longer.vcl model.clip", "vcl diff actions.vcl amended.vcl"])(
  "%s",
  async (command) => {
    const { stdout } = await vcl(command.split(" ").slice(1), { cwd });
    const shown = printedBy(command);
    expect(stdout.slice(0, shown.length)).toBe(shown);
  },
);

test("a stated plane count that is wrong is shown with both places", async () => {
  const { code, stdout } = await vcl(["check", "stated.vcl", "--set", "small.action.in_plane=128"], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain("error[V0602]");
  expect(stdout).toMatch(/gives 64 × 2 × 8 × 8/);
});

test("whatever depends on an amended file's declarations follows", async () => {
  const { stdout } = await vcl(["shapes", "amended.vcl"], { cwd });
  expect(stdout).toMatch(/^clip +3 × 16 × 64 × 64 +3 × 16 × 72 × 96$/m);
});

test("the README's mistake gives the README's diagnostic", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const shown = readme.slice(readme.indexOf("error[V0603]"), readme.indexOf("```", readme.indexOf("error[V0603]")));
  const quickstart = readFileSync(join(root, "examples/quickstart.vcl"), "utf8");
  const mistaken = quickstart.replace("fully_convolutional_linear {}", "fully_convolutional_linear { pool: 4x5x7 }");
  const folder = folderWith({ "quickstart.vcl": mistaken });
  const { code, stdout } = await vcl(["check", "quickstart.vcl"], { cwd: folder });
  expect(code).toBe(1);
  expect(stdout.startsWith(shown)).toBe(true);
});
