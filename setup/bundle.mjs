/**
 * The command line as a few minified files: one that starts, one per command, and what they share. A whole `vcl check` is
 * then faster than reading the sources of its packages one by one would be.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";
import { root } from "./root.mjs";

/** Writes the bundle into `folder`; false (after esbuild's own messages) where a source has an error. */
export async function bundleCommandLine(folder) {
  rmSync(folder, { recursive: true, force: true });
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: { main: "src/cli/main.ts" },
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      minify: true,
      keepNames: false,
      legalComments: "none",
      sourcemap: "linked",
      sourcesContent: false,
      // For packages that are CommonJS and ask for Node's own modules.
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
      // Too big to bundle and only ever loaded by the commands that compile.
      external: ["ts-morph", "typescript"],
      plugins: [runtimeStaysOutside, dataInside],
    });
    return true;
  } catch {
    return false;
  }
}

/** The runtime is not bundled: emitted programs import the same modules from `dist/src/runtime`, and there is one of each. */
const runtimeStaysOutside = {
  name: "runtime-stays-outside",
  setup(build) {
    build.onResolve({ filter: /\/runtime\/tools\.ts$/ }, () => ({ path: "../src/runtime/tools.js", external: true }));
  },
};

/** What the sources read from the disk stands in the bundle: the texts of `stdlib/` and the version. */
const dataInside = {
  name: "data-inside",
  setup(build) {
    const inside = (filter, value) => build.onLoad({ filter }, () => ({ contents: value(), loader: "js" }));
    inside(
      /\/src\/cli\/stdlib-files\.ts$/,
      () => `export const stdlibFiles = () => (${JSON.stringify(standardLibrary())});`,
    );
    inside(/\/src\/cli\/version\.ts$/, () => `export const version = ${JSON.stringify(packageVersion())};`);
  },
};

function packageVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

function standardLibrary() {
  const folder = join(root, "stdlib");
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".vcl"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort()
    .map((name) => ({ path: `stdlib/${name}`, text: readFileSync(join(folder, name), "utf8"), origin: "stdlib" }));
}
