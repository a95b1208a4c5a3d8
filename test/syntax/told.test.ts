/** `test/fixtures/syntax/told.md` holds programs and what is said about them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { renderAll } from "../../src/language/diagnostics/render.ts";
import { parse } from "../../src/language/syntax/parse.ts";

const path = fileURLToPath(new URL("../fixtures/syntax/told.md", import.meta.url));

it("says of each program what stands below it", async () => {
  const [intro, ...cases] = readFileSync(path, "utf8").split(/^(?=## )/m);
  const told = cases.map((section) => {
    const [, heading = "", program = ""] = /^(## .*)\n\n```vcl\n([\s\S]*?)```\n/.exec(section) ?? [];
    const { diagnostics } = parse({ path: "/a.vcl", text: program, origin: "file" });
    expect(diagnostics, heading).not.toEqual([]);
    return `${heading}\n\n\`\`\`vcl\n${program}\`\`\`\n\n\`\`\`text\n${renderAll(diagnostics, { folder: "/" })}\`\`\`\n`;
  });
  expect(told.length).toBeGreaterThan(30);
  await expect([intro?.trimEnd(), "", told.join("\n")].join("\n")).toMatchFileSnapshot(path);
});
