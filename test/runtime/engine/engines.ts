import { listEngines, selectEngine } from "../../../src/runtime/engine/select.ts";

const native = (await listEngines()).find(({ name }) => name === "native");

/** Whether set-up could build the engine `native` here. */
export const nativeIsThere = native?.usable === true;

/** Whether it can compute in bfloat16 here. */
export const bfloat16IsThere =
  nativeIsThere && (await selectEngine("native")).setPrecision?.("bfloat16") === "bfloat16";

if (!nativeIsThere) console.warn(`the tests of the engine native are skipped: ${native?.why}`);
else if (!bfloat16IsThere) console.warn("the tests in bfloat16 are skipped: this processor has no such instructions");

/** The engines that every test of an operation runs on: vcl's own, as far as they are there. */
export const enginesToTest: readonly ("cpu" | "wasm" | "native")[] = nativeIsThere
  ? ["cpu", "wasm", "native"]
  : ["cpu", "wasm"];
