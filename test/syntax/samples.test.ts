import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "../../src/language/syntax/parse.ts";

function programs(folder: URL): readonly (readonly [string, URL])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".vcl"))
    .map((name) => [name, new URL(name, folder)]);
}

it.each([
  ...programs(new URL("../fixtures/language/", import.meta.url)),
  ...programs(new URL("../../stdlib/", import.meta.url)),
])("%s parses without a complaint", (name, url) => {
  const { diagnostics } = parse({ path: `/${name}`, text: readFileSync(url, "utf8"), origin: "file" });
  const seen = diagnostics.map(
    ({ title, primary: { span } }) => `${title}: ${span.file.text.slice(span.start, span.start + 30)}`,
  );
  expect(seen).toEqual([]);
});
