/** When the engine `native` is built, and what is said of it; the compiler is a script that keeps a list of its calls. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { buildNative } from "../../setup/native.mjs";

let folder = "";
let said: string[] = [];

const at = (...path: readonly string[]): string => join(folder, ...path);

function write(path: string, content: string): void {
  mkdirSync(at(path, ".."), { recursive: true });
  writeFileSync(at(path), content);
}

/** Writes whatever `-o` names, unless it is to fail. */
function writeCompiler(version: string, behaviour: "builds" | "fails to compile" | "fails to link" = "builds"): void {
  write(
    "compiler",
    `#!/bin/sh
if [ "$1" = --version ]; then echo "${version}"; exit 0; fi
echo "$@" >> "${at("calls")}"
case "${behaviour}:$*" in
  "fails to compile"*norm.cc*) echo "norm.cc:3: error: nothing works" >&2; exit 1;;
  "fails to link"*-shared*) echo "cannot find -ldnnl" >&2; exit 1;;
esac
while [ "$1" != -o ]; do shift; done
echo "${version}" > "$2"
`,
  );
  chmodSync(at("compiler"), 0o755);
}

function calls(): number {
  return existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trim().split("\n").length : 0;
}

async function build(): Promise<string> {
  said = [];
  await buildNative({ folder, prefixes: [at("onednn")] });
  return said.join("\n");
}

const addon = (): string => at("native/build/vcl_native.node");
const built = /^native {6}built in \d+\.\d s$/;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vcl-native-"));
  vi.stubEnv("CXX", at("compiler"));
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  write("package.json", "{}");
  write("native/norm.cc", "1");
  write("native/addon.cc", "2");
  write("native/memory.h", "3");
  write("onednn/include/dnnl.hpp", "");
  write("onednn/include/oneapi/dnnl/dnnl_version.h", "2.6.3");
  for (const name of ["node-addon-api", "node-api-headers"])
    write(`node_modules/${name}/package.json`, '{"version":"1"}');
  writeCompiler("g++ 12");
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform !== "linux")("the engine native is built", () => {
  test("once, and then again only when something changed that it is built of", async () => {
    expect(await build()).toMatch(built);
    expect(calls()).toBe(3);
    expect(await build()).toBe("native      up to date");
    const changes: readonly [string, () => void][] = [
      ["a source", () => write("native/memory.h", "4")],
      ["a new source", () => write("native/pool.cc", "5")],
      ["the compiler", () => writeCompiler("g++ 13")],
      ["oneDNN", () => write("onednn/include/oneapi/dnnl/dnnl_version.h", "3.5.0")],
      ["Node's headers", () => write("node_modules/node-api-headers/package.json", '{"version":"2"}')],
      ["that it was removed", () => rmSync(addon())],
      ["that it was damaged", () => writeFileSync(addon(), "")],
    ];
    for (const [what, change] of changes) {
      change();
      expect(await build(), what).toMatch(built);
      expect(await build(), what).toBe("native      up to date");
    }
    write("README.md", "no source");
    write("package-lock.json", "{}");
    expect(await build()).toBe("native      up to date");
  });

  test.each(["fails to compile", "fails to link"] as const)(
    "but where it %s, that is said and not tried again",
    async (how) => {
      await build();
      writeCompiler("g++ 13", how);
      expect(await build()).toMatch(
        /could not be built; vcl works without it, slower\. The compiler says:\n.*(nothing works|cannot find -ldnnl)$/,
      );
      // The one of the old sources is gone: it would be asked for kernels that it lacks.
      expect(existsSync(addon())).toBe(false);
      const tried = calls();
      expect(await build()).toContain("could not be built earlier; not tried again");
      expect(calls()).toBe(tried);
      writeCompiler("g++ 14");
      expect(await build()).toMatch(built);
    },
  );

  test("but missing packages are npm's work, not a failed build", async () => {
    rmSync(at("node_modules/node-api-headers"), { recursive: true });
    expect(await build()).toBe(
      "native      not built, as node-api-headers is not installed: npm ci, then npm run build",
    );
    expect(calls()).toBe(0);
    write("node_modules/node-api-headers/package.json", '{"version":"1"}');
    expect(await build()).toMatch(built);
  });

  test("in silence not at all without oneDNN", async () => {
    rmSync(at("onednn"), { recursive: true });
    expect(await build()).toBe("");
    expect(calls()).toBe(0);
  });

  test("and nothing that goes wrong beside the compiler ends the set-up", async () => {
    vi.stubEnv("CXX", at("no-such-compiler"));
    expect(await build()).toMatch(/could not be built; .*no-such-compiler/s);
    vi.stubEnv("CXX", at("compiler"));
    rmSync(at("native/build"), { recursive: true });
    write("native/build", "a file where a folder is wanted");
    expect(await build()).toMatch(/could not be built; vcl works without it, slower: /);
  });

  test("with a compiler behind another command, such as ccache", async () => {
    vi.stubEnv("CXX", `${"/usr/bin/env"} ${at("compiler")}`);
    expect(await build()).toMatch(built);
  });
});
