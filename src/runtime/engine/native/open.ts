import { enableProdMode, engine, ready, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import { physicalCores } from "../cores.ts";
import type { Engine, EngineSettings } from "../engine.ts";
import { setOperations } from "../operations.ts";
import { NativeBackend } from "./backend.ts";
import { registerKernels } from "./kernels/index.ts";
import { lackOfBfloat16, loadAddon } from "./load.ts";
import { memoryLimit } from "./memory_limit.ts";
import { nativeOperations } from "./operations.ts";

/** vcl's own engine on oneDNN; opened once, its threads can be set again. */
export async function openNative({ threads = physicalCores() }: EngineSettings): Promise<Engine> {
  const addon = loadAddon();
  const memory = memoryLimit();
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
  nativeBackend().limit(threads, memory);
  const noBfloat16 = lackOfBfloat16(addon);
  return {
    name: "native",
    backend: "native",
    version: `oneDNN ${addon.onednn}`,
    device: `processor, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    threads,
    setPrecision: (wanted) => {
      nativeBackend().precision = noBfloat16 === undefined ? wanted : "float32";
      return nativeBackend().precision;
    },
    ...(noBfloat16 === undefined ? {} : { noBfloat16 }),
  };
}

/** The backend, once the engine is open. */
export function nativeBackend(): NativeBackend {
  return engine().findBackend("native") as NativeBackend;
}
