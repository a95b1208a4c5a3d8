/** Texts as Biome would have them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const biome = fileURLToPath(new URL("../../node_modules/.bin/biome", import.meta.url));
const settings = readFileSync(new URL("../../biome.json", import.meta.url), "utf8");

/** What Biome makes of these texts, with the repository's own settings. */
export function checkedByBiome(command: "check" | "format", texts: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "vcl-layout-"));
  try {
    writeFileSync(join(folder, "biome.json"), settings);
    for (const [i, text] of texts.entries()) writeFileSync(join(folder, `${1000 + i}.ts`), text);
    execFileSync(biome, [command, "--write", "--max-diagnostics=none", folder], { cwd: folder, stdio: "pipe" });
    const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    return names.sort().map((name) => readFileSync(join(folder, name), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
