/** Why the addon may not be usable, and what is said of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { Unusable } from "../../../src/runtime/engine/engine.ts";
import type { NativeAddon } from "../../../src/runtime/engine/native/addon.ts";
import { lackOfBfloat16, loadAddon, requireFit } from "../../../src/runtime/engine/native/load.ts";
import { memoryLimit } from "../../../src/runtime/engine/native/memory_limit.ts";
import { lackingInstructions } from "../../../src/runtime/engine/native/processor.ts";
import { nativeIsThere } from "./engines.ts";

describe("an addon that cannot be used", () => {
  const good: NativeAddon = { Engine: class {} as NativeAddon["Engine"], onednn: "2.6.3", avx2: true, bfloat16: false };

  it.each([
    ["the processor lacks AVX2", { avx2: false }, "this processor has no AVX2"],
    ["oneDNN is too old", { onednn: "2.5.4" }, "oneDNN 2.5.4 is too old"],
    ["oneDNN is of another age", { onednn: "1.9.0" }, "oneDNN 1.9.0 is too old"],
  ])("says why: %s", (_, change, why) => {
    const refused = (): unknown => requireFit({ ...good, ...change });
    expect(refused).toThrow(Unusable);
    expect(refused).toThrow(why);
  });

  it("says why it does not compute in bfloat16", () => {
    expect(lackOfBfloat16({ ...good, bfloat16: true })).toBeUndefined();
    expect(lackOfBfloat16({ ...good, bfloat16: false })).toBe("this processor has no bfloat16 instructions");
    expect(lackOfBfloat16({ ...good, bfloat16: true, onednn: "3.2.0" })).toMatch(/^oneDNN 3 /);
  });

  it("takes newer ones", () => {
    expect(requireFit({ ...good, onednn: "3.5.0" }).onednn).toBe("3.5.0");
    expect(requireFit(good)).toBe(good);
  });

  it("knows a processor that lacks instructions before it loads anything", () => {
    const flags = "fpu sse4_2 avx avx2 fma bmi1 bmi2 f16c movbe abm";
    const cpuinfo = (text: string): string => `processor\t: 0\nflags\t\t: ${text}\nbugs\t\t:\n`;
    expect(lackingInstructions("x64", cpuinfo(flags))).toEqual([]);
    expect(lackingInstructions("x64", cpuinfo(flags.replace(" avx2 fma", "")))).toEqual(["AVX2", "FMA"]);
    expect(lackingInstructions("arm64", "Features\t: fp asimd\n")).toEqual([]);
    expect(lackingInstructions("x64", "")).toEqual([]);
  });
});

describe("a file that does not load", () => {
  const folder = mkdtempSync(join(tmpdir(), "vcl-addon-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function refusal(content: string | Uint8Array): { readonly message: string; readonly help?: string } {
    const file = join(folder, `${Math.random()}.node`);
    writeFileSync(file, content);
    try {
      loadAddon(file);
    } catch (error) {
      expect(error).toBeInstanceOf(Unusable);
      return error as Unusable as { readonly message: string; readonly help?: string };
    }
    throw new Error("it loaded");
  }

  const rebuild = "remove native/build in vcl's folder and run `npm run build` there";

  it("is damaged", () => {
    expect(refusal("")).toMatchObject({
      message: expect.stringMatching(/^built, but the file is damaged: /),
      help: rebuild,
    });
    expect(refusal("no library at all, but long enough to hold a header of sixty-four bytes".repeat(9))).toMatchObject({
      message: expect.stringMatching(/^built, but the file is damaged: .*invalid ELF header/),
    });
  });

  it("is not there, or its build failed", () => {
    expect(() => loadAddon(join(folder, "vcl_native.node"))).toThrow("not built: set-up builds it where oneDNN");
    writeFileSync(join(folder, ".fingerprint"), "0123 failed");
    expect(() => loadAddon(join(folder, "vcl_native.node"))).toThrow("its build failed when vcl was set up");
    rmSync(join(folder, ".fingerprint"));
  });

  it("is for something else", () => {
    const other = Buffer.alloc(200);
    other.write("\x7fELF\x02\x01", "latin1");
    other.writeUInt16LE(0xb7, 0x12);
    expect(refusal(other).message).toMatch(/^built, but /);
  });

  const addon = nativeIsThere
    ? readFileSync(fileURLToPath(new URL("../../../native/build/vcl_native.node", import.meta.url)))
    : Buffer.alloc(0);

  it.skipIf(!nativeIsThere)("was cut off", () => {
    for (const length of [100, addon.length / 3, addon.length - 100]) {
      expect(refusal(addon.subarray(0, length)).message).toMatch(
        /^built, but the file is damaged: its end is missing$/,
      );
    }
  });

  it.skipIf(!nativeIsThere)("was linked to an oneDNN that is gone", () => {
    const other = Buffer.from(addon);
    const at = other.indexOf("libdnnl.so.");
    other.write("libdnnl.so.0", at);
    expect(refusal(other)).toMatchObject({
      message: "built, but libdnnl.so.0, which it was linked to, is not here any more",
      help: expect.stringContaining("install oneDNN again"),
    });
  });
});

describe("the most memory that it takes", () => {
  it.each([
    ["6G", 6 * 2 ** 30],
    ["1.5 GiB", 1.5 * 2 ** 30],
    ["800M", 800 * 2 ** 20],
    ["800mb", 800 * 2 ** 20],
  ])("is what VCL_MEMORY says: %s", (given, bytes) => {
    expect(memoryLimit(given)).toBe(bytes);
  });

  it("is nine tenths of the machine's, without", () => {
    expect(memoryLimit("", 1000)).toBe(900);
    expect(memoryLimit(undefined)).toBeGreaterThan(2 ** 28);
  });

  it.each(["lots", "0G", "-1G", "6", "6T"])("is refused where it is no size: %s", (given) => {
    expect(() => memoryLimit(given)).toThrow(Unusable);
  });
});
