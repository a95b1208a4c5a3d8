import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { enableProdMode, engine, ready, setBackend } from "@tensorflow/tfjs-core";
import { type Engine, Unusable } from "../engine.ts";
import { setOperations } from "../operations.ts";
import { heapOfEngine } from "./heap.ts";
import { wasmOperations } from "./index.ts";

/** tfjs's WebAssembly backend, with vcl's own kernels for everything three-dimensional. */
export async function openWasm(): Promise<Engine> {
  enableProdMode();
  setOperations("wasm", wasmOperations);
  if (engine().registry.wasm === undefined) await start();
  else await setBackend("wasm");
  heapOfEngine();
  return {
    name: "wasm",
    backend: "wasm",
    version: version_wasm,
    device: "WebAssembly with SIMD, one thread",
    threads: 1,
  };
}

/** Loads the module. It puts handlers on the process that turn every error into its own: these are taken off again. */
async function start(): Promise<void> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => process.listeners(event as "uncaughtException"));
  const opened = await setBackend("wasm");
  await ready();
  for (const [i, event] of events.entries()) {
    for (const listener of process.listeners(event as "uncaughtException")) {
      if (!before[i]?.includes(listener)) process.removeListener(event, listener);
    }
  }
  if (!opened) throw new Unusable("tfjs-backend-wasm does not start; this processor or Node may lack SIMD");
}
