/**
 * The tree of a `.vcl` file: what was written, nothing evaluated. `docs/language.md` has the grammar. After a syntax error
 * the parser salvages what it can; an expression that could not be read is a `hole`, which no later stage complains about.
 */
import type { SourceFile, Span } from "../source/source-file.ts";

export interface Node {
  readonly span: Span;
}

export interface Ident extends Node {
  readonly name: string;
}

export interface FileNode extends Node {
  readonly file: SourceFile;
  /** Lines of `//!`, without the marker. */
  readonly moduleDocs: readonly string[];
  readonly amends?: StringLiteral;
  readonly imports: readonly ImportNode[];
  readonly decls: readonly Decl[];
  /** `// allow V0303: reason` comments, in order. */
  readonly allowances: readonly Allowance[];
  /** Something that is no declaration stands between them, so that names may be missing which were meant to be declared. */
  readonly incomplete: boolean;
}

export interface Allowance extends Node {
  readonly code: string;
  readonly reason: string;
  /** What stands behind the code without a colon between them: no reason yet. */
  readonly loose?: string;
}

export interface ImportNode extends Node {
  /** `import { a, b } from`; empty for the star form. */
  readonly names: readonly Ident[];
  /** `import * as base from`. */
  readonly star?: Ident;
  readonly from: StringLiteral;
  readonly with?: Block;
}

// ── Declarations ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Decl = ParamDecl | BindingDecl | ExperimentDecl | CheckDecl | ExternDecl | AmendmentDecl;

interface Documented extends Node {
  /** Lines of `///`, without the marker. */
  readonly docs: readonly string[];
}

export interface ParamDecl extends Documented {
  readonly kind: "param";
  readonly name: Ident;
  readonly type: TypeNode;
  readonly default?: Expr;
}

export type BindingKeyword = "let" | "data" | "model" | "transform";

/** `let x = …`, `data train = …`, `model m = …`, `transform t(a: int = 1) = …`. */
export interface BindingDecl extends Documented {
  readonly kind: "binding";
  readonly keyword: BindingKeyword;
  readonly name: Ident;
  /** Declared parameters of a composite; undefined where there are no parentheses. */
  readonly parameters?: readonly FieldDecl[];
  readonly type?: TypeNode;
  readonly value: Expr;
}

/** `experiment e { … }`, `experiment e = base.e { … }`. */
export interface ExperimentDecl extends Documented {
  readonly kind: "experiment";
  readonly name: Ident;
  readonly base?: Expr;
  readonly block?: Block;
}

export interface CheckDecl extends Documented {
  readonly kind: "check";
  readonly condition: Expr;
  readonly message?: StringLiteral;
}

/** Only in a file that amends: `data train { … }`, `param epochs = 3 epochs`. */
export interface AmendmentDecl extends Documented {
  readonly kind: "amendment";
  readonly keyword: BindingKeyword | "param";
  readonly name: Ident;
  readonly block?: Block;
  readonly value?: Expr;
}

/** A component's declaration: `extern head attention_pool from "./attention_pool.ts" { … }`. */
export interface ExternDecl extends Documented {
  readonly kind: "extern";
  /** dataset, transform, sampler, model, head, loss, optimizer, schedule, meter, hook. */
  readonly component: Ident;
  readonly name: Ident;
  /** Fields filled by position. */
  readonly positional: readonly FieldDecl[];
  readonly from?: StringLiteral;
  readonly items: readonly ExternItem[];
}

export interface FieldDecl extends Documented {
  readonly kind: "field";
  readonly name: Ident;
  readonly type: TypeNode;
  readonly default?: Expr;
  /** `derived clip_crop_size: px = H in train`: the phase whose shapes `default` is about. */
  readonly phase?: Ident;
  /** `derived in_plane: int = D`: follows from the rest; stating it is an assertion. */
  readonly derived: boolean;
}

export type ExternItem =
  | FieldDecl
  | (Node & { readonly kind: "facts"; readonly block: Block })
  /** `yields logits [N, classes] in train`, `yields probabilities [N, classes] in test when activation == .softmax`. */
  | (Node & {
      readonly kind: "takes" | "yields";
      readonly type: TypeNode;
      readonly phase?: Ident;
      readonly when?: Expr;
    })
  | (Node & { readonly kind: "blocks"; readonly path: readonly BlockSegment[]; readonly type: TypeNode })
  | (Node & { readonly kind: "let"; readonly name: Ident; readonly value: Expr })
  | (Node & { readonly kind: "random" })
  | (Node & { readonly kind: "unused"; readonly name: Ident; readonly when: Expr })
  | RequireItem;

export interface RequireItem extends Node {
  readonly kind: "require";
  readonly condition: Expr;
  readonly phase?: Ident;
  readonly severity: "error" | "warning";
  readonly code?: Ident;
  readonly message: StringLiteral;
}

/** One segment of `stage{i in 1..4}.block{j in 0..n}`; without braces (`blocks stem yields …`) a single block of that name. */
export interface BlockSegment extends Node {
  readonly prefix: Ident;
  readonly counter?: { readonly variable: Ident; readonly range: Expr };
}

// ── Types ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type TypeNode =
  | (Node & { readonly kind: "union"; readonly alternatives: readonly TypeNode[] })
  | (Node & { readonly kind: "optional"; readonly of: TypeNode })
  /** `.basic`, `.none`. */
  | (Node & { readonly kind: "member"; readonly name: Ident })
  /** `[int >= 1; len(blocks)]`. */
  | (Node & { readonly kind: "list"; readonly of: TypeNode; readonly length?: Expr })
  | NamedType;

/** `int >= 1`, `int in 1..3`, `range of px`, `tensor f32 [N, C, T]`, `labels [N] of 101`. */
export interface NamedType extends Node {
  readonly kind: "named";
  readonly name: Ident;
  /** The second name: `f32` in `tensor f32`. */
  readonly second?: Ident;
  /** `video` in `clips per video`. */
  readonly per?: Ident;
  readonly dims?: readonly DimNode[];
  /** `of 101` (an expression) or `of px` (a type, parsed as such where it is a lone name). */
  readonly of?: { readonly type: TypeNode } | { readonly expr: Expr };
  readonly refinement?: { readonly op: CompareOp; readonly bound: Expr } | { readonly within: Expr };
}

/** `C: 3`, `ceil(T / 2)`, `N`. */
export interface DimNode extends Node {
  readonly name?: Ident;
  readonly value: Expr;
}

// ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Block extends Node {
  readonly entries: readonly Entry[];
}

export type Entry =
  /** `a.b: expr`; one name is a plain field, more are the nested amendment. */
  | (Documented & { readonly kind: "set"; readonly path: readonly Ident[]; readonly value: Expr })
  /** `videos` for `videos: videos`. */
  | (Documented & { readonly kind: "shorthand"; readonly name: Ident })
  /** `hooks += [ … ]`. */
  | (Documented & { readonly kind: "append"; readonly path: readonly Ident[]; readonly value: Expr })
  /** `optimizer { … }`. */
  | (Documented & { readonly kind: "amend"; readonly path: readonly Ident[]; readonly block: Block })
  /** `head action at stage4.last = …`; `at` is a `name` or `member` expression. */
  | (Documented & { readonly kind: "head"; readonly name: Ident; readonly at: Expr; readonly value: Expr });

// ── Expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type CompareOp = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type BinaryOp = CompareOp | "+" | "-" | "*" | "/" | "%" | "^" | "and" | "or";

export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: string;
}

export type Expr =
  /** `8`, `1e-4`, `8 frames`, `50%`, `10 clips per video`. `whole` is false where a point or an exponent was written. */
  | (Node & {
      readonly kind: "number";
      readonly value: number;
      readonly whole: boolean;
      readonly percent: boolean;
      readonly unit?: Ident;
      readonly per?: Ident;
    })
  /** `1x7x7`, `112x112 px`. */
  | (Node & { readonly kind: "dims"; readonly values: readonly number[]; readonly unit?: Ident })
  | StringLiteral
  | (Node & { readonly kind: "bool"; readonly value: boolean })
  | (Node & { readonly kind: "none" })
  | (Node & { readonly kind: "list"; readonly items: readonly Expr[] })
  /** `.train`; `name.name` is without the dot. */
  | (Node & { readonly kind: "member-literal"; readonly name: Ident })
  | (Node & { readonly kind: "name"; readonly name: string })
  | (Node & { readonly kind: "member"; readonly object: Expr; readonly name: Ident })
  | (Node & { readonly kind: "call"; readonly callee: Expr; readonly args: readonly Expr[] })
  | (Node & { readonly kind: "index"; readonly object: Expr; readonly index: Expr })
  /** `value { … }`. */
  | (Node & { readonly kind: "amended"; readonly base: Expr; readonly block: Block })
  | (Node & { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: "unary"; readonly op: "-" | "not"; readonly operand: Expr })
  /** `a..b` (inclusive), `a..<b`. A unit after the upper bound holds for both. */
  | (Node & { readonly kind: "range"; readonly low: Expr; readonly high: Expr; readonly inclusive: boolean })
  /** `value when condition else otherwise`. */
  | (Node & { readonly kind: "when"; readonly value: Expr; readonly condition: Expr; readonly otherwise: Expr })
  /** `a |> b |> c`. */
  | (Node & { readonly kind: "pipe"; readonly stages: readonly Expr[] })
  /** `a then b then c`. */
  | (Node & { readonly kind: "then"; readonly parts: readonly Expr[] })
  | (Node & { readonly kind: "paren"; readonly inner: Expr })
  /** Could not be read; already reported. */
  | (Node & { readonly kind: "hole" });
