import { listEngines } from "../../../src/runtime/engine/select.ts";

const native = (await listEngines()).find(({ name }) => name === "native");

/** Whether set-up could build the engine `native` here. */
export const nativeIsThere = native?.usable === true;

if (!nativeIsThere) console.warn(`the tests of the engine native are skipped: ${native?.why}`);

/** The engines that every test of an operation runs on: vcl's own, as far as they are there. */
export const enginesToTest: readonly ("cpu" | "wasm" | "native")[] = nativeIsThere
  ? ["cpu", "wasm", "native"]
  : ["cpu", "wasm"];
