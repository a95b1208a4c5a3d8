/** `cases/*.md` show programs as they are written and, below, as they are laid out. `npx vitest run test/format -u` renews them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { format } from "../../src/language/format/format.ts";

const folder = fileURLToPath(new URL("cases/", import.meta.url));

function laidOut(program: string): string {
  const { text, diagnostics } = format({ path: "/a.vcl", text: program, origin: "file" });
  expect(diagnostics, program).toEqual([]);
  return text;
}

it.each(readdirSync(folder))("%s", async (name) => {
  const [intro = "", ...cases] = readFileSync(folder + name, "utf8").split(/^(?=## )/m);
  const shown = cases.map((section) => {
    const [, heading = "", program = ""] = /^(## .*)\n\n```vcl\n([\s\S]*?)```\n/.exec(section) ?? [];
    const text = laidOut(program);
    expect(laidOut(text), heading).toBe(text);
    return `${heading}\n\n\`\`\`vcl\n${program}\`\`\`\n\n\`\`\`vcl\n${text}\`\`\`\n`;
  });
  expect(shown.length).toBeGreaterThan(0);
  await expect([intro.trimEnd(), "", shown.join("\n")].join("\n")).toMatchFileSnapshot(folder + name);
});
