/** How V8 divides the heap of a process that trains. */
import { setFlagsFromString } from "node:v8";

/**
 * From now on the part of the heap for young objects keeps its size. V8 would let it grow to three times 16 MiB while a file is
 * checked and the runtime loads, and a training would hold that to its end; its own objects are few, and tensors lie elsewhere.
 * To be called first: what has grown stays.
 */
export function keepYoungGeneration(): void {
  // Node takes this size on its own command line alone, which is not vcl's to write. V8 reads the factor whenever it grows; other
  // flags than those that its code was compiled with would make it refuse `bin/load.js`'s cache, which is loaded by now.
  setFlagsFromString("--semi-space-growth-factor=1");
}
