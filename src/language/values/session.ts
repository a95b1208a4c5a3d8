/**
 * What one check of a program carries through all evaluation: where findings go, what the standard library offers, how far
 * an evaluation has gone. Made by `evaluator.ts`; every part of the evaluator calls the others through it.
 */
import type { Field } from "../declarations/declaration.ts";
import type { Binding, Scope } from "../names/scope.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import type { PhaseNumbers } from "../shapes/phase-numbers.ts";
import type { Host } from "../source/host.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Kind, Type } from "../types/type.ts";
import type { ComponentValue, ExperimentValue, Value } from "./value.ts";

/** The field, param or argument that an expression is for: named in messages. */
export interface Wanted {
  readonly name: string;
  /** Its type, as declared. */
  readonly declared?: Span;
}

/** What is being evaluated: a name of `owner`, a file's binding or a component's value. */
export interface Place {
  readonly owner: object;
  readonly name: string;
  readonly nameSpan: Span;
}

export interface Session extends Evaluation {
  readonly host: Host;
  /** Folder of the paths in arguments. */
  readonly cwd: string;
  /** `Evaluation.evaluate`, naming what the value is for. The value fits `expected` or is poison, reported. */
  evaluate(expr: Expr, scope: Scope, expected?: Type, wanted?: Wanted): Value;
  /** The fields that a component's declaration, or the built-in record of experiments, has. */
  fieldsOf(value: ComponentValue | ExperimentValue): ReadonlyMap<string, Field>;
  /** A component by its name: one that `file` declares, else the standard library's. */
  componentNamed(name: string, kinds?: readonly Kind[], file?: SourceFile): Binding | undefined;
  /** How much one epoch of a data set is; undefined where it is not whole enough to say. */
  phaseNumbers(data: ComponentValue): PhaseNumbers | undefined;
  /** What a text means as a path, seen from the file that wrote it. */
  pathFrom(file: SourceFile, written: string): string;
  /** The raw characters of an argument's value, where this expression stands for one. */
  argumentText(expr: Expr): string | undefined;
  /** That expression, read as vcl; a hole where it cannot be read, reported. */
  argumentExpr(expr: Expr): Expr;
  /**
   * Runs `body`, which is the evaluation of this name. Where that is already going on, or goes deeper than any program
   * needs, the answer is `undefined`, reported.
   */
  within<T>(place: Place, at: Span | undefined, body: () => T): T | undefined;
  /** True while there is work left to spend; the first time there is none it is reported at this place. */
  spend(at: Span, steps?: number): boolean;
  /** Whether this is asked for the first time. */
  isFirst(key: string): boolean;
  /** A declared transform whose body went wrong, reported, is not evaluated again for each call. */
  fail(composite: object): void;
  hasFailed(composite: object): boolean;
  /** Looking for close names in all of a file takes time: a file with many unknown names gets advice on the first ones. */
  mayAdvise(): boolean;
  /** A name that a message suggested: whoever follows the advice uses it, so it is not unused. */
  suggested(name: string): void;
  wasSuggested(name: string): boolean;
}
