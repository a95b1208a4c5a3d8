/** The session of one check: evaluation with its memory, its limits and its findings. */

import type { ComponentBinding } from "../declarations/component-binding.ts";
import { experimentFields } from "../declarations/experiment-record.ts";
import type { Library } from "../declarations/library.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Binding, Scope } from "../names/scope.ts";
import { type PhaseNumbers, phaseNumbers } from "../shapes/phase-numbers.ts";
import type { Host } from "../source/host.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Expr } from "../syntax/ast.ts";
import { parseExpression } from "../syntax/parse.ts";
import type { Kind, Type } from "../types/type.ts";
import { evaluateIn } from "./evaluate.ts";
import { type Extra, factOf, fieldOf, scopeOf } from "./fields.ts";
import { makePoison, setBy } from "./make.ts";
import { relocated } from "./relocate.ts";
import type { Place, Session, Wanted } from "./session.ts";
import type { ComponentValue, ExperimentValue, Value } from "./value.ts";

/** No program that a person wrote comes near these; they end what would otherwise run for hours or overflow the stack. */
const mostSteps = 1_500_000;
const deepest = 400;
const mostAdvices = 50;

interface Running {
  readonly place: Place;
  readonly at: Span | undefined;
}

export class Evaluator implements Session {
  readonly host: Host;
  readonly cwd: string;
  /** Set once, before anything is evaluated: the library's own declarations need the session too. */
  library: Library | undefined;
  /** Components that the program's files declare themselves. */
  readonly own: ComponentBinding[] = [];
  private readonly found = new Map<string, Diagnostic>();
  private readonly running: Running[] = [];
  private readonly suggestions = new Set<string>();
  private readonly argumentTexts = new WeakMap<Expr, string>();
  private readonly argumentExprs = new WeakMap<Expr, Expr>();
  private readonly numbers = new WeakMap<ComponentValue, PhaseNumbers | undefined>();
  private readonly asked = new Set<string>();
  private readonly failed = new Set<object>();
  private advices = 0;
  private steps = 0;
  private depth = 0;

  constructor(host: Host, cwd: string) {
    this.host = host;
    this.cwd = cwd;
  }

  /** What was reported: one finding for each code and place, since a value that is used twice is evaluated once or more. */
  diagnostics(): readonly Diagnostic[] {
    return [...this.found.values()];
  }

  report = (diagnostic: Diagnostic): void => {
    const { span } = diagnostic.primary;
    const key = `${diagnostic.code} ${span.start} ${span.end} ${span.file.path}`;
    if (!this.found.has(key)) this.found.set(key, diagnostic);
  };

  evaluate(expr: Expr, scope: Scope, expected?: Type, wanted?: Wanted): Value {
    if (!this.spend(expr.span)) return makePoison(setBy(expr, scope));
    if (this.depth >= deepest) {
      this.report(
        diagnose(
          "V0110",
          { name: "", problem: "this is nested too deeply" },
          { primary: { span: expr.span, text: "give parts of it names" } },
        ),
      );
      return makePoison(setBy(expr, scope));
    }
    this.depth += 1;
    const value = evaluateIn(expr, scope, expected, wanted, this);
    this.depth -= 1;
    return value;
  }

  fieldsOf(value: ComponentValue | ExperimentValue) {
    return value.kind === "component" ? value.declaration.fields : experimentFields();
  }

  fieldOf(value: ComponentValue | ExperimentValue, name: string, extra?: Extra): Value | undefined {
    return fieldOf(value, name, extra, this);
  }

  scopeOf(value: ComponentValue, extra?: Extra): Scope {
    return scopeOf(value, extra, this);
  }

  factOf(value: ComponentValue, name: string): Value | undefined {
    return factOf(value, name, this);
  }

  components(kind: Kind) {
    const own = this.own.flatMap((each) => (each.node.component.name === kind ? (each.declaration() ?? []) : []));
    return [...own, ...(this.library?.ofKind(kind) ?? [])];
  }

  componentNamed(name: string, kinds: readonly Kind[] = [], file?: SourceFile): Binding | undefined {
    const isOfKind = (each: ComponentBinding) =>
      kinds.length === 0 || kinds.some((kind) => kind === each.node.component.name);
    const own = this.own.find((each) => each.name === name && each.file === file && isOfKind(each));
    return own ?? this.library?.find(name, kinds);
  }

  phaseNumbers(data: ComponentValue): PhaseNumbers | undefined {
    if (this.numbers.has(data)) return this.numbers.get(data);
    const isClosed = [...data.declaration.fields.keys()].every((name) => {
      const value = this.fieldOf(data, name);
      return value !== undefined && value.kind !== "poison";
    });
    const role = data.binding?.name === "train" ? "train" : "test";
    const numbers = isClosed ? phaseNumbers(data, role, this) : undefined;
    this.numbers.set(data, numbers);
    return numbers;
  }

  pathFrom(file: SourceFile, written: string): string {
    return this.host.resolve(file.origin === "argument" ? `${this.cwd}/.` : file.path, written);
  }

  /** An expression that stands for the raw characters of an argument, which begin at `start` of its file. */
  addArgument(span: Span): Expr {
    const expr: Expr = { kind: "hole", span };
    this.argumentTexts.set(expr, span.file.text.slice(span.start, span.end));
    return expr;
  }

  argumentText(expr: Expr): string | undefined {
    return expr.kind === "hole" ? this.argumentTexts.get(expr) : undefined;
  }

  argumentExpr(expr: Expr): Expr {
    const text = this.argumentText(expr);
    if (text === undefined) return expr;
    const known = this.argumentExprs.get(expr);
    if (known) return known;
    const parsed = parseExpression({ path: expr.span.file.path, text, origin: "argument" });
    for (const diagnostic of parsed.diagnostics) this.report(relocated(diagnostic, expr.span));
    const read = relocated(parsed.expr, expr.span);
    this.argumentExprs.set(expr, read);
    return read;
  }

  within<T>(place: Place, at: Span | undefined, body: () => T): T | undefined {
    const isSame = ({ place: each }: Running) => each.owner === place.owner && each.name === place.name;
    // Names wait for one another only as deep as evaluation goes, so the search is short.
    const first = this.running.findIndex(isSame);
    if (first >= 0) {
      this.reportCycle(this.running.slice(first), place, at);
      return undefined;
    }
    this.running.push({ place, at });
    const value = body();
    this.running.pop();
    return value;
  }

  private reportCycle(chain: readonly Running[], place: Place, at: Span | undefined): void {
    const shown = chain.length > 8 ? [...chain.slice(0, 4), ...chain.slice(-3)] : chain;
    this.report(
      diagnose(
        "V0110",
        { name: place.name },
        {
          primary: { span: at ?? place.nameSpan, text: chain.length === 1 ? "its own value is wanted here" : "" },
          secondary: shown
            .slice(1)
            .flatMap((each) => (each.at ? [{ span: each.at, text: `\`${each.place.name}\` is wanted here` }] : [])),
          why: [...shown.map((each) => each.place.name), place.name].join(" → "),
        },
      ),
    );
  }

  /** Before another experiment, whose rules have as much to spend. */
  refill(): void {
    this.steps = 0;
  }

  spend(at: Span, steps = 1): boolean {
    const before = this.steps;
    this.steps += Math.max(steps, 1);
    if (this.steps <= mostSteps) return true;
    if (before <= mostSteps) {
      this.report(
        diagnose(
          "V0110",
          { name: "", problem: "this takes too long to evaluate" },
          { primary: { span: at, text: "names double, or there are too many sizes" } },
        ),
      );
    }
    return false;
  }

  isFirst(key: string): boolean {
    const isNew = !this.asked.has(key);
    this.asked.add(key);
    return isNew;
  }

  fail(composite: object): void {
    this.failed.add(composite);
  }

  hasFailed(composite: object): boolean {
    return this.failed.has(composite);
  }

  mayAdvise(): boolean {
    this.advices += 1;
    return this.advices <= mostAdvices;
  }

  suggested(name: string): void {
    this.suggestions.add(name);
  }

  wasSuggested(name: string): boolean {
    return this.suggestions.has(name);
  }
}
