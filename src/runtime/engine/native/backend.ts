/**
 * The tfjs backend `native`: tensors live in the addon's buffers, kernels are queued and run behind JavaScript's back.
 * Every value takes four bytes; a bool stands as an int32 of 0 or 1. Activations may stand in bfloat16, two bytes each: to tfjs
 * they are float32 all the same, and a kernel that has no form for them is handed floats.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Precision } from "../../experiment.ts";
import type { Handle, NativeEngine } from "./addon.ts";

interface Entry {
  readonly handle: Handle;
  readonly dtype: tf.DataType;
  readonly size: number;
  readonly precision: Precision;
  references: number;
}

export class NativeBackend extends tf.KernelBackend {
  private readonly entries: tf.DataStorage<Entry>;
  /** Of what is computed from now on. */
  precision: Precision = "float32";

  constructor(readonly engine: NativeEngine) {
    super();
    this.entries = new tf.DataStorage<Entry>(this, tf.engine());
  }

  override numDataIds(): number {
    return this.entries.numDataIds();
  }

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    const dataId = {};
    this.put(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: tf.DataId,
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.put(dataId, values, shape, dtype, references);
  }

  private put(
    dataId: object,
    values: tf.backend_util.BackendValues | null,
    shape: readonly number[],
    dtype: tf.DataType,
    references: number,
    precision: Precision = "float32",
  ): void {
    if (dtype === "string" || dtype === "complex64") throw new Error(`native: tensors of ${dtype} are not supported`);
    const size = tf.util.sizeFromShape([...shape]);
    const narrow = precision === "bfloat16";
    const handle = this.engine.allocate(size * (narrow ? 2 : 4), narrow);
    if (values) this.engine.write(handle, fourBytes(values, dtype));
    this.entries.set(dataId, { handle, dtype, size, precision, references });
  }

  /** A tensor whose values a queued kernel will write. */
  output(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo {
    const dataId = {};
    this.put(dataId, null, shape, dtype, 1);
    return { dataId, shape: [...shape], dtype };
  }

  /** An activation that a queued kernel will write, as the precision wants it. */
  activation(shape: readonly number[]): tf.TensorInfo {
    return this.floats(shape, this.precision);
  }

  /** A float tensor that a queued kernel will write, standing as this one does. */
  like(tensor: tf.TensorInfo): tf.TensorInfo {
    return this.floats(tensor.shape, this.entry(tensor.dataId).precision);
  }

  private floats(shape: readonly number[], precision: Precision): tf.TensorInfo {
    const dataId = {};
    this.put(dataId, null, shape, "float32", 1, precision);
    return { dataId, shape: [...shape], dtype: "float32" };
  }

  handle(tensor: tf.TensorInfo): Handle {
    return this.entry(tensor.dataId).handle;
  }

  /** Whether nothing but this tensor holds its values, so that they may be written over. */
  isSole(tensor: tf.TensorInfo): boolean {
    return this.entry(tensor.dataId).references === 1;
  }

  private entry(dataId: tf.DataId): Entry {
    return this.entries.get(dataId);
  }

  override async read(dataId: tf.DataId): Promise<tf.backend_util.BackendValues> {
    const entry = this.entry(dataId);
    return fromFourBytes(await this.engine.read(entry.handle, room(entry)), entry.dtype);
  }

  override readSync(dataId: tf.DataId): tf.backend_util.BackendValues {
    const entry = this.entry(dataId);
    return fromFourBytes(this.engine.readSync(entry.handle, room(entry)), entry.dtype);
  }

  override refCount(dataId: tf.DataId): number {
    return this.entries.has(dataId) ? this.entry(dataId).references : 0;
  }

  override incRef(dataId: tf.DataId): void {
    this.entry(dataId).references++;
  }

  decRef(dataId: tf.DataId): void {
    if (this.entries.has(dataId)) this.entry(dataId).references--;
  }

  override disposeData(dataId: tf.DataId, force = false): boolean {
    if (!this.entries.has(dataId)) return true;
    const entry = this.entry(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.engine.release(entry.handle);
    this.entries.delete(dataId);
    return true;
  }

  /** Live tensors' bytes are counted by tfjs itself; what the addon holds is `engine.memory()`. */
  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.engine.close();
  }
}

function fourBytes(values: tf.backend_util.BackendValues, dtype: tf.DataType): Float32Array | Int32Array {
  if (dtype === "float32")
    return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>);
  return values instanceof Int32Array ? values : Int32Array.from(values as ArrayLike<number>);
}

function room(entry: Entry): Float32Array | Int32Array {
  return entry.dtype === "float32" ? new Float32Array(entry.size) : new Int32Array(entry.size);
}

function fromFourBytes(values: Float32Array | Int32Array, dtype: tf.DataType): tf.backend_util.BackendValues {
  return dtype === "bool" ? Uint8Array.from(values) : values;
}
