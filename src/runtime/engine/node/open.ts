import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { enableProdMode, engine, ready, setBackend } from "@tensorflow/tfjs-core";
import { type Engine, Unusable } from "../engine.ts";
import { setOperations } from "../operations.ts";
import { portable } from "../portable/index.ts";

/** What vcl uses of `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`. */
export interface TfjsNode {
  /** tfjs's global engine; must be the same that vcl's copy of tfjs-core uses. */
  engine(): unknown;
  /** The active backend, after it was set. */
  backend(): unknown;
  readonly version?: { readonly [name: string]: string };
}

/** The name under which both packages register their backend. */
const backendName = "tensorflow";

/**
 * Computes with TensorFlow's C library from here on. The module is an argument so that a test can hand it tfjs-core with
 * other kernels under TensorFlow's name. `gpu` insists on a CUDA device.
 */
export async function loadTfjsNode(module: TfjsNode, kind: "gpu" | "node"): Promise<Engine> {
  const name = packageOf(kind);
  enableProdMode();
  if (module.engine() !== engine()) {
    throw new Unusable(`${name} brought a second copy of tfjs-core`, "install it in the version of vcl's tfjs-core");
  }
  const found = engine().findBackendFactory(backendName) !== null;
  if (!found || !(await setBackend(backendName))) throw new Unusable(`${name} registered no backend that works`);
  await ready();
  const usesGpu = (module.backend() as { readonly isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
  if (kind === "gpu" && !usesGpu) {
    throw new Unusable(`${name} is installed, but sees no CUDA device`, "check the driver with `nvidia-smi`");
  }
  setOperations(backendName, portable);
  return {
    name: kind,
    backend: backendName,
    version: module.version?.["tfjs-node"] ?? module.version?.["tfjs-core"] ?? "unknown",
    device: usesGpu ? "CUDA" : "processor",
    threads: usesGpu ? 1 : availableParallelism(),
  };
}

/** The same with the package that is installed. */
export async function openInstalledTfjsNode(kind: "gpu" | "node"): Promise<Engine> {
  return loadTfjsNode(loadPackage(packageOf(kind)), kind);
}

function loadPackage(name: string): TfjsNode {
  const require = createRequire(import.meta.url);
  const help = `npm install ${name}`;
  try {
    require.resolve(name);
  } catch {
    throw new Unusable(`${name} is not installed`, help);
  }
  // TensorFlow's library writes notes on the processor to standard error unless told not to.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  try {
    return require(name) as TfjsNode;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Unusable(`${name} is installed but does not load: ${reason}`, help);
  }
}

function packageOf(kind: "gpu" | "node"): string {
  return kind === "gpu" ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";
}
