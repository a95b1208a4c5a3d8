/** How V8 divides its heap during a run. */
import { setFlagsFromString } from "node:v8";

/**
 * From now on the part of the heap for young objects keeps its size. V8 would let it grow to three times 16 MiB, which pays for
 * programs that make many objects; here they are few and small, and tensors lie elsewhere.
 */
export function keepYoungGeneration(): void {
  // Node gives this size at the start alone, and a program does not choose how it is started; V8 reads the factor each time.
  setFlagsFromString("--semi-space-growth-factor=1");
}
