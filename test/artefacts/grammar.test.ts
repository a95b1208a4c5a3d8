/** What is generated from the grammar is as it was written out. `npx vitest run test/artefacts -u` writes it anew. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cstTypes } from "../../grammar/cst-types.ts";
import { ebnf } from "../../grammar/ebnf.ts";
import { railroad } from "../../grammar/railroad.ts";
import { textMate } from "../../grammar/textmate.ts";
import { vocabulary } from "./vocabulary.ts";

test.each<[name: string, text: () => string]>([
  ["vcl.ebnf", ebnf],
  ["vcl.tmLanguage.json", () => `${JSON.stringify(textMate(vocabulary), null, 2)}\n`],
  ["railroad.html", railroad],
  ["cst.d.ts", cstTypes],
])("grammar/%s", async (name, text) => {
  await expect(text()).toMatchFileSnapshot(fileURLToPath(new URL(`../../grammar/${name}`, import.meta.url)));
});

test("the railroad page needs nothing from elsewhere, and its links lead somewhere", () => {
  const page = railroad();
  expect(page).not.toMatch(/<script|<link|<img|\bsrc=|@import|url\(|https?:/);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, name]) => name);
  const targets = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, name]) => name);
  expect(targets.length).toBeGreaterThan(40);
  expect(new Set(links)).toEqual(new Set(targets));
  expect(new Set(targets).size).toBe(targets.length);
});
