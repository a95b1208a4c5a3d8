/**
 * The program that will be written, as plain data: what stands in it and in which order, every name decided, nothing laid
 * out yet. Spans say which place of a `.vcl` file a part came from; the source map is made of them.
 */
import type { Span } from "../../language/source/source-file.ts";

export interface Program {
  /** Of vcl. */
  readonly version: string;
  /** The file as it stands in a command: `ucf101.vcl`. */
  readonly source: string;
  /** Lines of `//!`. */
  readonly docs: readonly string[];
  readonly imports: readonly Import[];
  /** Folder of the file, absolute; there where a path of the program is relative to it. */
  readonly here: string | undefined;
  readonly params: readonly Param[];
  readonly fixed: readonly FixedParam[];
  /** In dependency order: what stands in `main` before the experiment. */
  readonly statements: readonly Statement[];
  readonly experiment: Experiment;
}

/** One module's names. */
export interface Import {
  /** The module as a component's declaration names it, a user's own by its absolute path; when printed, the specifier. */
  readonly from: string;
  readonly names: readonly ImportedName[];
}

export interface ImportedName {
  readonly name: string;
  /** The name here, where it differs. */
  readonly as?: string;
  readonly typeOnly: boolean;
}

/** A param that stays a variable: a field of `Params` and a flag. */
export interface Param {
  /** `maxRate` of `params.maxRate`. */
  readonly name: string;
  /** The name in vcl, where it differs. */
  readonly flag?: string;
  readonly docs: readonly string[];
  /** A TypeScript type: `string`, `1 | 2 | 3`. */
  readonly type: string;
  /** The fields of its entry in `flags`: type, bounds, default. */
  readonly reading: readonly Property[];
  readonly span: Span;
}

/** A param whose value is compiled in, since literals of the program were computed from it. */
export interface FixedParam {
  readonly name: string;
  readonly flag?: string;
  readonly docs: readonly string[];
  readonly place: string;
  readonly value: Expression;
  /** The value as one types it after a flag. */
  readonly text: string;
  /** What was computed from it: "inPlane of head `action`". */
  readonly why: string;
  readonly span: Span;
}

/** What one or two lines above a statement say: `// ucf101.vcl:23  What the two phases share.` */
export interface Heading {
  /** `ucf101.vcl:23` */
  readonly place: string;
  readonly lines: readonly string[];
}

export type Statement =
  /** `const train = …;` `open` is the factory of a component whose other fields are still open. */
  | {
      readonly kind: "const";
      readonly heading: Heading;
      readonly name: string;
      readonly value: Expression;
      readonly open?: string;
      /** `as const`: a list whose length its type keeps. */
      readonly asConst?: boolean;
      readonly span?: Span;
    }
  /** `r3d18.attach("stage4.block1", …);` */
  | {
      readonly kind: "attach";
      readonly heading: Heading;
      readonly model: string;
      readonly block: string;
      readonly head: Expression;
      readonly span?: Span;
    };

export interface Experiment {
  /** Lines of `///`. */
  readonly docs: readonly string[];
  readonly heading: Heading;
  readonly name: string;
  readonly value: Expression;
  readonly span?: Span;
}

/** What every expression may carry: the place it came from. */
interface Traced {
  readonly span?: Span;
}

export type Literal = null | boolean | number | string;

export type Expression =
  | (Traced & { readonly kind: "literal"; readonly value: Literal })
  /** A const, an imported name, or `params.videos`. */
  | (Traced & { readonly kind: "name"; readonly name: string })
  | (Traced & { readonly kind: "list"; readonly items: readonly Expression[] })
  /** `spread` consts come first. */
  | (Traced & { readonly kind: "object"; readonly spread: readonly string[]; readonly properties: readonly Property[] })
  | (Traced & { readonly kind: "call"; readonly callee: string; readonly args: readonly Expression[] })
  | (Traced & { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Expression; readonly right: Expression })
  | (Traced & { readonly kind: "negative"; readonly operand: Expression });

export type BinaryOp = "+" | "-" | "*" | "/" | "%" | "**";

export interface Property {
  readonly name: string;
  readonly value: Expression;
  /** Behind the line: where a literal came from, such as `ucf.classes`. */
  readonly comment?: string;
}
