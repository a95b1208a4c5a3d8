/** tfjs-wasm's memory, seen from outside: addresses of tensors, scratch space, and vcl's kernels that work in it. */
import { engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import { Unusable } from "../engine.ts";
import { volume } from "../extent.ts";
import { OutOfMemory } from "../out_of_memory.ts";
import { assemble } from "./assembler.ts";
import { convolve } from "./kernels/convolve.ts";
import { correlate } from "./kernels/correlate.ts";
import { rowwiseKernels } from "./kernels/rowwise.ts";

/** The parts of tfjs-backend-wasm that are used; all but `asm` are what its own kernels use. */
interface WasmBackend {
  readonly wasm: {
    _malloc(bytes: number): number;
    _free(address: number): void;
    readonly HEAPU8: Uint8Array;
    readonly asm?: { readonly [name: string]: unknown };
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: "float32"): TensorInfo;
}

type Kernel = (...parameters: number[]) => void;

export interface Heap {
  /** Byte address of a tensor's first element. */
  address(tensor: Tensor): number;
  /** A new tensor; its contents are what the memory held before. */
  allocate<T extends Tensor>(shape: readonly number[]): T;
  /** The floats at an address. A view dies when the memory grows: take it after everything is allocated. */
  floats(address: number, count: number): Float32Array;
  /** Unsigned integers at an address, under the same condition. */
  words(address: number, count: number): Uint32Array;
  /** Calls `use` with space that is its own until it returns; addresses are multiples of 16. */
  scratch<T>(bytes: number, use: (address: number) => T): T;
  /** Runs one of vcl's kernels. */
  run(kernel: string, ...parameters: number[]): void;
}

/** WebAssembly's addresses end at 4 GiB; a larger request would wrap around. */
const most = 2 ** 32 - 2 ** 20;

function full(bytes: number): OutOfMemory {
  return new OutOfMemory({ engine: "wasm", wanted: bytes, limit: 2 ** 32 });
}

let opened: { readonly backend: WasmBackend; readonly heap: Heap } | undefined;

/** The memory of the active backend, which is tfjs's wasm. */
export function heapOfEngine(): Heap {
  const backend = engine().backend as unknown as WasmBackend;
  if (opened?.backend !== backend) opened = { backend, heap: open(backend) };
  return opened.heap;
}

function open(backend: WasmBackend): Heap {
  const { wasm } = backend;
  const memory = Object.values(wasm.asm ?? {}).find((value) => value instanceof WebAssembly.Memory);
  if (memory === undefined) throw new Unusable("tfjs-backend-wasm does not show its memory in this version");
  const module = new WebAssembly.Module(assemble([convolve, correlate, ...rowwiseKernels]));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as { readonly [name: string]: Kernel };
  return {
    address: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
    allocate: <T extends Tensor>(shape: readonly number[]) => {
      const bytes = volume(shape) * 4;
      if (bytes > most) throw full(bytes);
      const made = engine().makeTensorFromTensorInfo(backend.makeOutput(shape, "float32"));
      if (backend.dataIdMap.get(made.dataId).memoryOffset === 0) throw full(bytes);
      return made as T;
    },
    floats: (address, count) => new Float32Array(memory.buffer, address, count),
    words: (address, count) => new Uint32Array(memory.buffer, address, count),
    scratch: (bytes, use) => {
      const block = bytes > most ? 0 : wasm._malloc(bytes + 16) >>> 0;
      if (block === 0) throw full(bytes);
      try {
        return use(Math.ceil(block / 16) * 16);
      } finally {
        wasm._free(block);
      }
    },
    run: (kernel, ...parameters) => (kernels[kernel] as Kernel)(...parameters),
  };
}
