/** The C++ addon's door, as TypeScript sees it: buffers are numbers, kernels are queued by name. */
export type Handle = number;

export interface NativeEngine {
  /** `bfloat16`: the values take two bytes each, not four; who reads them gets floats all the same. */
  allocate(bytes: number, bfloat16?: boolean): Handle;
  release(handle: Handle): void;
  /** Copies the values in before it returns; only for a buffer that no kernel has seen. */
  write(handle: Handle, values: Float32Array | Int32Array): void;
  /** Resolves when the queue has come that far; rejects with the first failed kernel's name and reason. */
  read<T extends Float32Array | Int32Array>(handle: Handle, into: T): Promise<T>;
  readSync<T extends Float32Array | Int32Array>(handle: Handle, into: T): T;
  /** Queues a kernel; an unknown name throws. */
  run(
    kernel: string,
    inputs: readonly Handle[],
    outputs: readonly Handle[],
    ints: readonly number[],
    reals: readonly number[],
  ): void;
  /** Bytes in buffers, bytes kept for reuse, most bytes in buffers at once, number of buffers. */
  memory(): { readonly used: number; readonly kept: number; readonly peak: number; readonly buffers: number };
  /** Seconds spent in each kernel since the last call; waits until the queue is empty. */
  profile(): Readonly<Record<string, number>>;
  /** Kernels queued from now on use this many threads. */
  setThreads(threads: number): void;
  /** Ends after the kernel in flight; what is queued is dropped, and reads of it fail. */
  close(): void;
}

export interface NativeAddon {
  readonly Engine: new (threads: number) => NativeEngine;
  /** Version of the oneDNN that was linked. */
  readonly onednn: string;
  readonly avx2: boolean;
  readonly bfloat16: boolean;
}
