/** The flags of a program that is started by hand, as the compiler writes them into it. */

export type FlagValue = null | boolean | number | string | readonly number[];

/** One `param` of the file. A flag without `default` must be given. */
export interface Flag {
  /** `dims` is `112x112`, `range` is `128..160`, `numbers` is `0.1,0.2`; `enum` takes one of `members`. */
  readonly type: "bool" | "int" | "real" | "text" | "dir" | "file" | "dims" | "range" | "numbers" | "enum";
  /** The name in vcl, where camelCase changed it. */
  readonly name?: string;
  readonly doc?: string;
  readonly default?: FlagValue;
  /** Bounds of a number: `min` and `max` belong to the range, `above` and `below` do not. */
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly members?: readonly string[];
  /** Whether `none` may be given. */
  readonly optional?: boolean;
}

/** A `param` whose value is compiled in, since literals of the program were computed from it. */
export interface FixedFlag {
  readonly name?: string;
  readonly doc?: string;
  /** The value that the program was compiled for, as one writes it on a command line: `64`, `112x112`. */
  readonly text: string;
}

/** `Params` is the program's interface of the same name: each of its fields has one flag. */
export interface Flags<Params> {
  /** The `.vcl` file, as it stands in a command: `ucf101.vcl`. */
  readonly source: string;
  readonly params: { readonly [Name in keyof Params]-?: Flag };
  readonly fixed?: { readonly [name: string]: FixedFlag };
}
