/**
 * A small assembler for WebAssembly with SIMD: kernels are written as nested calls that give bytes. It knows the
 * instructions that vcl's kernels use and no others. Opcodes: WebAssembly core specification 2.0, section 5.4.
 */

/** Bytes of an instruction sequence. */
export type Code = readonly number[];

export type ValueType = "i32" | "f32" | "v128";

/** A parameter or local variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** A function of a module: its parameters are 32-bit integers (addresses, counts) or floats; it returns nothing. */
export interface FunctionSource {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** Writes the body. `local` makes a new variable, zero at first. */
  body(parameters: readonly Local[], local: (type: ValueType) => Local): Code;
}

const typeBytes: { readonly [type in ValueType]: number } = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const memory = (align: number, offset: number): number[] => [align, ...unsigned(offset)];

export const get = (local: Local): Code => [0x20, ...unsigned(local.index)];
export const set = (local: Local, value: Code): Code => [...value, 0x21, ...unsigned(local.index)];

/** local = local + value, for integers. */
export const advance = (local: Local, by: Code): Code => set(local, i32.add(get(local), by));

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: (address: Code, offset = 0): Code => [...address, 0x28, ...memory(2, offset)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  mul: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  lessUnsigned: (a: Code, b: Code): Code => [...a, ...b, 0x49],
};

export const v128 = {
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00), ...memory(2, offset)],
  /** One float into all four lanes. */
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(0x09), ...memory(2, offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...simd(0x0b), ...memory(2, offset)],
  zero: [...simd(0x0c), ...new Array<number>(16).fill(0)] as Code,
  and: (a: Code, b: Code): Code => [...a, ...b, ...simd(0x4e)],
};

export const f32x4 = {
  splat: (value: Code): Code => [...value, ...simd(0x13)],
  greater: (a: Code, b: Code): Code => [...a, ...b, ...simd(0x44)],
  add: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe4)],
  sub: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe5)],
  mul: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe6)],
  div: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe7)],
  sqrt: (a: Code): Code => [...a, ...simd(0xe3)],
  /** A NaN stays one, as in tfjs's own ReLU. */
  max: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe9)],
};

/** Runs `body` once, then again for as long as `condition` holds after it. */
export const repeat = (body: Code, condition: Code): Code => [0x03, 0x40, ...body, ...condition, 0x0d, 0x00, 0x0b];

/** Counts `pointer` up to `end` (excluded), at least once: `body` advances it itself. */
export const until = (pointer: Local, end: Local, body: Code): Code =>
  repeat(body, i32.lessUnsigned(get(pointer), get(end)));

/** A module that imports its memory as `env.memory` and exports every function by name. */
export function assemble(functions: readonly FunctionSource[]): Uint8Array<ArrayBuffer> {
  const bodies = functions.map(encodeBody);
  const signatures = functions.map(({ parameters }) => [
    0x60,
    ...vector(parameters.map((type) => [typeBytes[type]])),
    ...vector([]),
  ]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(signatures)),
    ...section(2, vector([[...text("env"), ...text("memory"), 0x02, 0x00, 0x00]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ]);
}

function encodeBody({ parameters, body }: FunctionSource): number[] {
  const types: ValueType[] = [...parameters];
  const code = body(
    parameters.map((type, index) => ({ index, type })),
    (type) => ({ index: types.push(type) - 1, type }),
  );
  const locals = types.slice(parameters.length).map((type) => [1, typeBytes[type]]);
  const bytes = [...vector(locals), ...code, 0x0b];
  return [...unsigned(bytes.length), ...bytes];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
}
