/** `npm run fuzz -- --inputs 1000000`: damaged programs, to see whether vcl ever throws, hangs or points outside a text. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { show } from "./command.mjs";
import { main, SetupError } from "./console.mjs";
import { root } from "./root.mjs";

/** Bundled with the front end's sources; two folders below the root like `test/fuzz`, from where it reads the corpus. */
export async function bundleFuzz() {
  const { default: esbuild } = await import("esbuild");
  const outfile = join(root, "dist", "fuzz", "main.mjs");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["test/fuzz/main.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    sourcemap: "inline",
  });
  return outfile;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async (args) => {
    const script = await bundleFuzz().catch(() => {
      throw new SetupError("the fuzzer could not be bundled; is everything installed? npm ci");
    });
    return show(process.execPath, ["--enable-source-maps", script, ...args], { cwd: root });
  });
}
