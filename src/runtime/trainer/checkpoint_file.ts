/**
 * The file format of checkpoints: a JSON header and raw tensors in one file (docs/checkpoints.md). It knows nothing of what
 * the header says beside `tensors`.
 */
import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { RunError } from "../error.ts";
import { type OpenFile, writeAtomically } from "./atomic_file.ts";

const magic = Buffer.from("vclckpt1", "latin1");
const digestBytes = 32;
/** Tensors start at a multiple of this, so that they can be mapped into memory as they are. */
const alignment = 64;

/** A tensor to be written: float32, row-major. */
export interface TensorSource {
  /** Unique in the file: `parameter/stem.conv.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  read(): Promise<Float32Array>;
}

export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32";
  /** From the first byte behind the header. */
  readonly offset: number;
  readonly bytes: number;
}

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface CheckpointFile {
  /** JSON, as it was written, with `tensors` added. */
  readonly header: { readonly [field: string]: unknown };
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** Writes a checkpoint whole or not at all. RunError where the disk refuses. */
export async function writeCheckpointFile(
  path: string,
  header: { readonly [field: string]: unknown },
  tensors: readonly TensorSource[],
  openFile?: OpenFile,
): Promise<void> {
  let offset = 0;
  const entries = tensors.map(({ name, shape }): TensorEntry => {
    const entry = { name, shape, dtype: "float32" as const, offset, bytes: 4 * product(shape) };
    offset = aligned(offset + entry.bytes);
    return entry;
  });
  await writeAtomically(path, `the checkpoint ${path}`, bytesOf({ ...header, tensors: entries }, tensors), openFile);
}

async function* bytesOf(header: object, tensors: readonly TensorSource[]): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  const hashed = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    return bytes;
  };
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const start = Buffer.alloc(aligned(16 + json.length), " ");
  magic.copy(start);
  start.writeBigUInt64LE(BigInt(start.length - 16), 8);
  json.copy(start, 16);
  yield hashed(start);
  for (const tensor of tensors) {
    const values = await tensor.read();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (bytes.length !== 4 * product(tensor.shape)) throw new Error(`${tensor.name}: ${bytes.length} bytes`);
    yield hashed(bytes);
    yield hashed(new Uint8Array(aligned(bytes.length) - bytes.length));
  }
  yield hash.digest();
}

/** Reads and verifies a checkpoint. RunError (V0908) where it is none, is cut off or damaged. */
export async function readCheckpointFile(path: string): Promise<CheckpointFile> {
  const file = await readFile(path).catch((error: unknown) => {
    throw cannotOpen(path, error);
  });
  const dataStart = headerEnd(path, file);
  const body = file.subarray(0, Math.max(0, file.length - digestBytes));
  if (!createHash("sha256").update(body).digest().equals(file.subarray(body.length))) {
    const wanted = sizeOf(parseHeader(path, file.subarray(16, dataStart)), dataStart);
    if (file.length < wanted) throw cutOff(path, file.length, wanted);
    throw new RunError(`the checkpoint ${path} is damaged: its check sum does not fit its content`, {
      code: "V0908",
      help: "take an older checkpoint, or copy this one again",
    });
  }
  const header = parseHeader(path, file.subarray(16, dataStart));
  const entries = header.tensors as readonly TensorEntry[];
  const tensors = entries.map(({ name, shape, offset, bytes }): [string, StoredTensor] => {
    const values = new Float32Array(bytes / 4);
    new Uint8Array(values.buffer).set(file.subarray(dataStart + offset, dataStart + offset + bytes));
    return [name, { shape, values }];
  });
  return { header, tensors: new Map(tensors) };
}

/** Reads the header alone, without the check sum. RunError (V0908) where the file is no checkpoint. */
export async function readCheckpointHeader(path: string): Promise<CheckpointFile["header"]> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw cannotOpen(path, error);
  });
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(Math.min(size, 16));
    await file.read(start, 0, start.length, 0);
    const length = Math.min(size, headerEnd(path, start, size)) - 16;
    const json = Buffer.alloc(length);
    await file.read(json, 0, length, 16);
    return parseHeader(path, json);
  } finally {
    await file.close();
  }
}

/** The size of the whole file by its header; 0 where a damaged header does not say it. */
function sizeOf(header: CheckpointFile["header"], dataStart: number): number {
  const last: unknown = Array.isArray(header.tensors) ? header.tensors.at(-1) : undefined;
  const { offset = 0, bytes = 0 } = (last ?? {}) as Partial<TensorEntry>;
  return dataStart + aligned(Number(offset) + Number(bytes)) + digestBytes;
}

/** Where the header ends, from the file's first 16 bytes. */
function headerEnd(path: string, file: Buffer, size = file.length): number {
  if (!file.subarray(0, magic.length).equals(magic.subarray(0, Math.max(1, Math.min(file.length, magic.length))))) {
    throw new RunError(`${path} is not a checkpoint of vcl`, {
      code: "V0908",
      help: "checkpoints are the .ckpt files of a run's folder",
    });
  }
  const end = file.length < 16 ? 16 : 16 + Number(file.readBigUInt64LE(8));
  if (size < end) throw cutOff(path, size, end);
  return end;
}

function parseHeader(path: string, bytes: Uint8Array): CheckpointFile["header"] {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as CheckpointFile["header"];
  } catch (cause) {
    throw new RunError(`the checkpoint ${path} is damaged: its header cannot be read`, { code: "V0908", cause });
  }
}

function cutOff(path: string, have: number, wanted: number): RunError {
  return new RunError(`the checkpoint ${path} is cut off: ${have} of at least ${wanted} bytes`, {
    code: "V0908",
    help: "take an older checkpoint, or copy this one again",
  });
}

function cannotOpen(path: string, cause: unknown): RunError {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  const reason = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : String(cause);
  return new RunError(`cannot read the checkpoint ${path}: ${reason}`, {
    code: "V0908",
    help: "checkpoints are the .ckpt files of a run's folder",
    cause,
  });
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
