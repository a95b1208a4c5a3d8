/** Every component of the standard library keeps its declaration: tried by what `vcl check --conform` tries one's own with. */
import { describe, expect, it } from "vitest";
import { conform } from "../../src/cli/conform/conform.ts";
import { diskHost } from "../../src/cli/disk-host.ts";
import { stdlibDeclarations } from "../contracts/declared.ts";
import { emit } from "./emit.ts";

const components = [...stdlibDeclarations().values()].flat();

describe("the standard library", () => {
  it.each(components.map((each) => [each.kind, each.name, each] as const))("%s %s", async (_, __, declaration) => {
    const verdict = await conform(declaration, { host: diskHost(), cwd: process.cwd(), path: undefined, emit });
    expect(verdict.broken).toEqual([]);
    expect(verdict.untried).toBeUndefined();
    expect(verdict.trials).toBeGreaterThanOrEqual(3);
  });
});
