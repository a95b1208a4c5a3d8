/** The reference of the components: as generated, whole, and with examples that hold. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { libraryPages } from "../../src/language/reference/library.ts";
import { markdownOf } from "../../src/language/reference/markdown.ts";
import type { ReferencePage } from "../../src/language/reference/page.ts";
import { check } from "../language/helpers.ts";
import { mapHost } from "../language/map-host.ts";

const host = mapHost({});
const pages = libraryPages(host);
const introduction =
  "Every component that comes with vcl, with its fields. `vcl doc NAME` prints the same in a terminal, of your own components\n" +
  "too. This page is generated from the declarations in `stdlib/`; [how a component is declared](declarations.md) says what\n" +
  "they mean.";

test("docs/components.md; -u writes it anew", async () => {
  const file = fileURLToPath(new URL("../../docs/components.md", import.meta.url));
  await expect(markdownOf(pages, "Components", introduction)).toMatchFileSnapshot(file);
});

test("every component that the library declares has a page, with a sentence", () => {
  const declared = host
    .stdlib()
    .flatMap(({ text }) => [...text.matchAll(/^(?:extern \w+|transform) (\w+)/gm)].map(([, name]) => name));
  expect(pages.map(({ name }) => name).sort()).toEqual([...declared, "experiment"].sort());
  expect(pages.filter(({ docs }) => docs.join("").trim() === "").map(({ name }) => name)).toEqual([]);
});

test("every field of the library says what it is for", () => {
  const silent = pages.flatMap(({ name, fields, is }) =>
    fields.filter(({ docs }) => docs.length === 0 && is === undefined).map((field) => `${name}.${field.name}`),
  );
  expect(silent).toEqual([]);
});

/** A whole experiment, in which one field of the experiment, of its training data or of its model is written as given. */
function programWith({ kind, example }: ReferencePage): string {
  const field = (name: string, otherwise: string): string =>
    example.startsWith(`${name}: `) ? example : `${name}: ${otherwise}`;
  const data = (split: string): string =>
    `motion { folder: "f", split: .${split}, clip: 8 frames, batch: 8 clips\n` +
    `${field("sample", "uniform(1 clip per video)")}\n${field("transform", "to_float")} }\n`;
  const head = kind === "head" ? example : "head action at stage1.last = fully_convolutional_linear {}";
  const lines = [
    kind === "dataset" ? example : `data train = ${data("train")}`,
    `data test = ${data("test")}`,
    kind === "model" ? example : `model net = resnext3d { blocks: [1, 1, 1, 1]\n${head} }`,
    kind === "experiment"
      ? example
      : `experiment run {\nphases: [train, test]\nmodel: net\nepochs: 30 epochs\n${field("loss", "cross_entropy")}\n` +
        `${kind === "schedule" ? `optimizer: sgd { ${example} }` : field("optimizer", "sgd { lr: 0.1 }")}\n` +
        `${field("meters", "[video_accuracy]")}\n${field("hooks", "[]")}\n}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

describe("examples are well-formed, well-typed and whole", () => {
  test.each(pages.map((page) => [page.example, page] as const))("%s", (_, page) => {
    const { diagnostics } = check(programWith(page));
    const told = diagnostics.map(({ code, title }) => `${code} ${title}`);
    expect(told.filter((each) => /^V0[012]/.test(each))).toEqual([]);
  });

  test("an example that is not is noticed", () => {
    const page = pages.find(({ name }) => name === "sgd");
    const wrong = { ...page, kind: "optimizer", example: "optimizer: sgd { momentum: 0.9 }" } as ReferencePage;
    expect(check(programWith(wrong)).diagnostics.map(({ code }) => code)).toContain("V0206");
  });
});
