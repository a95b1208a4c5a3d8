/** Components that do not keep their declaration: each is found, at the line that it breaks. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { conform } from "../../src/cli/conform/conform.ts";
import { diskHost } from "../../src/cli/disk-host.ts";
import { ownDeclarations } from "../../src/cli/own-declarations.ts";
import { check } from "../../src/language/check.ts";
import { textOf } from "../../src/language/source/source-file.ts";
import { emit } from "./emit.ts";

const examples = new URL("../../examples/own-components/", import.meta.url);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Change = readonly [from: string, to: string];

function changed(file: string, changes: readonly Change[]): string {
  let text = readFileSync(new URL(file, examples), "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    text = text.replaceAll(from, () => to);
  }
  return text;
}

/** What is found of an example of which declaration and implementation were changed: titles, places, reasons. */
async function found(name: string, { vcl = [], ts = [] }: { vcl?: readonly Change[]; ts?: readonly Change[] }) {
  const folder = mkdtempSync(join(tmpdir(), "vcl-broken-"));
  folders.push(folder);
  writeFileSync(join(folder, `${name}.vcl`), changed(`${name}.vcl`, vcl));
  writeFileSync(join(folder, `${name}.ts`), changed(`${name}.ts`, ts));
  const path = join(folder, `${name}.vcl`);
  const host = diskHost();
  const result = check(path, host, { args: [], cwd: folder, closed: false, pedantic: false });
  expect(result.diagnostics).toEqual([]);
  const [declaration] = ownDeclarations(result, path);
  if (!declaration) throw new Error("nothing is declared");
  const { broken, untried } = await conform(declaration, { host, cwd: folder, path, emit });
  return { broken: broken.map(({ title, span, why, label }) => ({ title, at: textOf(span), why, label })), untried };
}

const only = async (...args: Parameters<typeof found>) => (await found(...args)).broken[0];

test("the examples themselves keep their word", async () => {
  for (const name of ["attention_pool", "brightness", "squares", "mean_recall"]) {
    expect(await found(name, {}), name).toEqual({ broken: [], untried: undefined });
  }
});

test("a head that gives something else than declared, in one phase", async () => {
  expect(
    await only("attention_pool", {
      ts: [
        ["[inPlane, classes]", "[inPlane, classes + 1]"],
        ["[classes], 0", "[classes + 1], 0"],
      ],
    }),
  ).toMatchObject({
    title: "it gives something else than it declares",
    at: "yields logits [N, classes]",
    label: expect.stringMatching(/^\d logits in train$/),
    why: expect.stringMatching(/^it gave \d logits in train$/),
  });
  const phases: readonly Change[] = [
    [
      "  yields logits [N, classes]",
      "  yields logits [N, classes] in train\n  yields probabilities [N, classes] in test",
    ],
  ];
  expect(await only("attention_pool", { vcl: phases })).toMatchObject({
    at: "yields probabilities [N, classes] in test",
    why: expect.stringMatching(/^it gave \d logits in test$/),
  });
});

test("a gradient that cannot be computed, and an output that is none", async () => {
  const topk: readonly Change[] = [
    ["  transpose,\n", "  topk,\n  transpose,\n"],
    ["const values = add(", "const values = topk(add("],
    ["bias.variable) as Tensor2D", "bias.variable), 2).values as Tensor2D"],
  ];
  expect((await only("attention_pool", { ts: topk }))?.why).toContain("TopK has no gradient");
  expect(
    await only("attention_pool", {
      ts: [['return { values, meaning: "logits" };', "void values; return undefined as never;"]],
    }),
  ).toMatchObject({
    title: "what it gives cannot be used",
  });
});

test.each<[string, string, readonly Change[], string]>([
  [
    "a weight that no gradient reaches",
    "attention_pool",
    [
      ["mul(cells, query)", "mul(cells, 1)"],
      [", query: Tensor", ", _query: Tensor"],
    ],
    "the parameter head.h.query gets no gradient",
  ],
  [
    "weights that are not the seed's",
    "attention_pool",
    [["random.next()", "Math.random()"]],
    "the same seed gives head.h.query other first weights",
  ],
  [
    "names without the head's",
    "attention_pool",
    [[`head.\${name}.query`, "query"]],
    "the parameter query does not name its head",
  ],
  [
    "two parameters of one name",
    "attention_pool",
    [[`head.\${name}.query`, `head.\${name}.weight`]],
    "two parameters are called head.h.weight",
  ],
  [
    "an option that describe() forgets",
    "attention_pool",
    [["{ name, heads, classes, inPlane }", "{ name, classes, inPlane }"]],
    "describe() leaves out `heads`",
  ],
  ["another default", "attention_pool", [["heads = 4", "heads = 2"]], "`heads` is another one than declared"],
  [
    "another name",
    "attention_pool",
    [['component: "attention_pool"', 'component: "attention"']],
    "describe() calls it `attention`",
  ],
  ["a draw that is not declared", "brightness", [], "it draws at random and does not declare it"],
  ["a draw from nowhere", "brightness", [["random.next()", "Math.random()"]], "the same draws give another clip"],
  [
    "a clip that is changed in place",
    "brightness",
    [["return {", "clip.data.fill(0);\n    return {"]],
    "it changes the clip that goes in",
  ],
  [
    "a clip of another size",
    "brightness",
    [["...clip,", "...clip, frames: clip.frames + 1,"]],
    "its clip has another size than it says",
  ],
  [
    "a meter of nothing that is NaN",
    "mean_recall",
    [["Math.max(recalls.length, 1)", "recalls.length"]],
    "of nothing its value `mean` is NaN",
  ],
  [
    "a meter that forgets on resume",
    "mean_recall",
    [["counts.map((count) => count ?? null)", "[]"]],
    "after save and load it counts otherwise",
  ],
  ["labels out of range", "squares", [["i % classes.length", "i"]], "there is a label 5, and 4 classes"],
  [
    "another number of classes",
    "squares",
    [['"up", "down"', '"up"']],
    "it has 3 classes, not the 4 of its declaration",
  ],
  [
    "clips that change",
    "squares",
    [['stream("squares", name)', 'stream("squares", Math.random())']],
    "the same clips look otherwise when they are loaded again",
  ],
])("%s: %s", async (what, name, ts, title) => {
  const vcl: readonly Change[] = what === "a draw that is not declared" ? [["\n  random", ""]] : [];
  expect((await only(name, { ts, vcl }))?.title).toBe(title);
});

test("a transform that gives another size or scale than it says", async () => {
  expect(
    await only("brightness", { vcl: [["yields tensor [C, T, H, W]", "yields tensor [C, T, W, H]"]] }),
  ).toMatchObject({ at: "yields tensor [C, T, W, H]" });
  expect(
    await only("brightness", {
      vcl: [
        ["takes  tensor [", "takes  tensor u8 ["],
        ["yields tensor [", "yields tensor f32 ["],
      ],
    }),
  ).toMatchObject({
    why: expect.stringMatching(/^it gave u8 /),
    label: expect.stringMatching(/^f32 /),
  });
});

test("what makes no component at all", async () => {
  const nothing = await only("brightness", { ts: [["({ by }) => ({", "({ by }) => void ({"]] });
  expect(nothing?.title).toBe("its function gives undefined, no transform");
  expect((await only("brightness", { ts: [["apply: (clip", "aply: (clip"]] }))?.title).toBe(
    "what it makes has no apply()",
  );
});

test("where nothing can be made up for a field, that is said", async () => {
  const impossible = await found("brightness", {
    vcl: [["  takes  tensor [C, T, H, W]", '  takes  tensor [C, T, H, W]\n  require by > 2 else error OWN01 "never"']],
  });
  expect(impossible).toEqual({ broken: [], untried: "OWN01 never" });
});
