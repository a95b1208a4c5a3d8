/**
 * The command line as one minified file, of which each command runs only its part: a whole `vcl check` is then several times
 * faster than reading the sources and packages one by one. Beside it, the emitter with ts-morph.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import esbuild from "esbuild";
import { root } from "./root.mjs";

/** Writes `main.cjs` and `emitter.cjs` into `folder`; false (after esbuild's own messages) where a source has an error. */
export async function bundleCommandLine(folder) {
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: { main: "src/cli/main.ts", emitter: "src/cli/emitter-process.ts" },
      outdir: folder,
      outExtension: { ".js": ".cjs" },
      bundle: true,
      format: "cjs",
      platform: "node",
      target: "node20.19",
      minify: true,
      legalComments: "none",
      sourcemap: "linked",
      sourcesContent: false,
      banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
      define: { "import.meta.url": "__url" },
      plugins: [runtimeStaysOutside, dataInside],
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * The runtime is not bundled: emitted programs import the same modules from `dist/src/runtime`, and there is one of each.
 * `bin/load.js` hands in the function that imports it.
 */
const runtimeStaysOutside = {
  name: "runtime-stays-outside",
  setup(build) {
    build.onLoad({ filter: /\/src\/cli\/load-tools\.ts$/ }, () => ({
      contents: "export const loadTools = () => loadRuntime();",
    }));
  },
};

/** What the sources read from the disk stands in the bundle: the version, and the texts of `stdlib/` with their trees. */
const dataInside = {
  name: "data-inside",
  setup(build) {
    const inside = (filter, contents) =>
      build.onLoad({ filter }, async () => ({
        contents: await contents(),
        loader: "js",
        resolveDir: join(root, "src/cli"),
      }));
    inside(/\/src\/cli\/version\.ts$/, () => `export const version = ${JSON.stringify(packageVersion())};`);
    inside(/\/src\/cli\/stdlib-files\.ts$/, standardLibraryModule);
  },
};

function packageVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

async function standardLibraryModule() {
  const { stdlibFiles, parse, treeToJson } = await frontEnd();
  const files = stdlibFiles();
  const trees = files.map((file) => treeToJson(parse(file).tree));
  return `
    import { treeFromJson } from "./plain-tree.ts";
    const files = ${JSON.stringify(files)};
    const trees = ${JSON.stringify(trees)};
    export const stdlibFiles = () => files;
    export const stdlibTree = (file) => {
      const tree = trees[files.indexOf(file)];
      return tree && treeFromJson(tree, file);
    };`;
}

/** The front end itself, to parse the standard library with. It is built into a file of its own, used, and removed. */
async function frontEnd() {
  const file = join(root, "dist", `front-end-${process.pid}.mjs`);
  const contents = `
    export { stdlibFiles } from "./stdlib-files.ts";
    export { treeToJson } from "./plain-tree.ts";
    export { parse } from "../language/syntax/parse.ts";`;
  const stdlib = { "import.meta.url": JSON.stringify(pathToFileURL(join(root, "src/cli/stdlib-files.ts")).href) };
  await esbuild.build({
    stdin: { contents, resolveDir: join(root, "src/cli"), loader: "ts" },
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    define: stdlib,
  });
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file, { force: true });
  }
}
