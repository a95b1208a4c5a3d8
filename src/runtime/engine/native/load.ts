import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Unusable } from "../engine.ts";
import type { NativeAddon } from "./addon.ts";

const rebuild = "run `npm run build` in vcl's folder, which builds it again";

/** The addon that set-up built, if this processor, Node and oneDNN can run it; Unusable where not. */
export function loadAddon(file: string | undefined = findAddon()): NativeAddon {
  if (file === undefined) {
    throw new Unusable(
      "not built: set-up builds it where oneDNN and a C++ compiler are found",
      "install oneDNN (on Debian and Ubuntu: apt-get install libdnnl-dev g++), then run `npm run build` in vcl's folder",
    );
  }
  return requireFit(requireAddon(file));
}

/** The addon, if it was built for what it runs on. */
export function requireFit(addon: NativeAddon): NativeAddon {
  if (!addon.avx2) throw new Unusable("this processor has no AVX2, which it is built for");
  const [major = 0, minor = 0] = addon.onednn.split(".").map(Number);
  if (major < 2 || (major === 2 && minor < 6)) {
    throw new Unusable(`oneDNN ${addon.onednn} is too old, 2.6 is the first that is good`, "install a newer oneDNN");
  }
  return addon;
}

function requireAddon(file: string): NativeAddon {
  // OpenMP reads this when it is loaded. Waiting threads that spin take the cores from the decoders: under load a step took
  // three times as long.
  process.env.OMP_WAIT_POLICY ??= "passive";
  try {
    return createRequire(import.meta.url)(file) as NativeAddon;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new Unusable(`built, but for another Node, processor or oneDNN than this one: ${reason}`, rebuild);
  }
}

/** Where set-up puts it. */
function findAddon(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve("vcl/package.json"));
  const file = join(folder, "native", "build", "vcl_native.node");
  return existsSync(file) ? file : undefined;
}
