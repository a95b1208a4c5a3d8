import { availableParallelism } from "node:os";
import { enableProdMode, engine, ready, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import type { Engine, EngineSettings } from "../engine.ts";
import { setOperations } from "../operations.ts";
import { NativeBackend } from "./backend.ts";
import { registerKernels } from "./kernels/index.ts";
import { loadAddon } from "./load.ts";
import { nativeOperations } from "./operations.ts";

/** vcl's own engine on oneDNN; opened once, its threads can be set again. */
export async function openNative({ threads = availableParallelism() }: EngineSettings): Promise<Engine> {
  const addon = loadAddon();
  enableProdMode();
  if (engine().findBackendFactory("native") === null) {
    const backend = new NativeBackend(new addon.Engine(threads));
    registerBackend("native", () => backend);
    registerKernels();
    setOperations("native", nativeOperations(backend));
  }
  await setBackend("native");
  await ready();
  nativeBackend().precision = "float32";
  nativeBackend().engine.setThreads(threads);
  return {
    name: "native",
    backend: "native",
    version: `oneDNN ${addon.onednn}`,
    device: `processor, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    threads,
    setPrecision: (wanted) => {
      nativeBackend().precision = addon.bfloat16 ? wanted : "float32";
      return nativeBackend().precision;
    },
  };
}

/** The backend, once the engine is open. */
export function nativeBackend(): NativeBackend {
  return engine().findBackend("native") as NativeBackend;
}
