/**
 * How parsing goes on after a mistake. Some rules are *units* (a declaration, an entry of a block, an element of a list). A
 * mistake inside a unit is reported once and the rest of the unit is skipped; its neighbours are read as if nothing had
 * happened. Brackets are balanced before parsing, so a unit's end is plain to see: the next comma, line or closing bracket at
 * its own depth. This replaces chevrotain's search through follow sets, which gives cascades where nearly every word may be a
 * name.
 */
import {
  type CstNode,
  CstParser,
  EOF,
  type IParserErrorMessageProvider,
  type IToken,
  MismatchedTokenException,
  type ParserMethod,
  type TokenType,
  tokenMatcher,
} from "chevrotain";
import { isCloser, isDeclaring, placeOf } from "./places.ts";
import * as t from "./tokens.ts";

export type Rule = ParserMethod<[], CstNode>;

/** What the parser noticed. */
export interface Mistake {
  /** Rule and expectation, as `binding>Name`, `primary>?` or `item>end`; `messages.ts` has the words. */
  readonly key: string;
  /** The token that does not fit; its type is `EOF` at the end. */
  readonly found: IToken;
  /** The one after it. */
  readonly following: IToken;
  /** The one before it; at the start of the text its type is `EOF`. */
  readonly previous: IToken;
  /** The first token of the unit in which it stands. */
  readonly unit: IToken | undefined;
}

/** Chevrotain asks for the text of each mistake when it meets it. It gets none: the mistake is noted. */
function noting(note: (key: string) => void): IParserErrorMessageProvider {
  const noted = (key: string): string => {
    note(key);
    return key;
  };
  return {
    buildMismatchTokenMessage: ({ expected, ruleName }) => noted(`${ruleName}>${expected.name}`),
    buildNotAllInputParsedMessage: ({ ruleName }) => noted(`${ruleName}>end`),
    buildNoViableAltMessage: ({ ruleName }) => noted(`${ruleName}>?`),
    buildEarlyExitMessage: ({ ruleName }) => noted(`${ruleName}>?`),
  };
}

/** How a unit is parted from the next one: by lines, by commas or lines, by commas, or it fills the text. */
export type UnitKind = "line" | "field" | "item" | "whole";

/** Tokens that may be thought into the text where what follows them is there, on the same line. */
const insertable: ReadonlySet<TokenType> = new Set([t.Sets, t.From, t.As, t.At, t.Else]);

/** After this many mistakes parsing stops: the text is hardly a `.vcl` file. */
const MOST_MISTAKES = 50;

export class RecoveringParser extends CstParser {
  /** First tokens of the units being parsed, outermost first. */
  private readonly firsts: IToken[] = [];
  /** Rules that repeat units, with the kind of those. */
  private readonly holders = new Map<string, UnitKind>();
  private readonly units = new Map<string, UnitKind>();
  private noted: Mistake[] = [];

  constructor(options: { readonly validate: boolean }) {
    super(t.allTokens, {
      recoveryEnabled: true,
      maxLookahead: 3,
      skipValidations: !options.validate,
      errorMessageProvider: noting((key) => this.complain(key)),
      nodeLocationTracking: "onlyOffset",
    });
    // Chevrotain sets this one on the instance, where a method of this class would not be seen.
    Object.assign(this, { attemptInRepetitionRecovery: this.skipStray });
  }

  /** To be called once every rule is defined. Chevrotain's follow sets are left out: nothing here looks at them. */
  protected analyse(): void {
    const switchable = this as unknown as { recoveryEnabled: boolean };
    switchable.recoveryEnabled = false;
    this.performSelfAnalysis();
    switchable.recoveryEnabled = true;
  }

  /** All that was noticed since the last reset, in the order of the text. */
  mistakes(): readonly Mistake[] {
    return this.noted;
  }

  override reset(): void {
    super.reset();
    this.firsts.length = 0;
    this.noted = [];
  }

  protected rule(name: string, body: () => void): Rule {
    return this.RULE(name, body);
  }

  /** A rule that repeats units, between its brackets or in the whole file, by its only MANY. */
  protected holder(name: string, kind: UnitKind, body: () => void): Rule {
    this.holders.set(name, kind);
    return this.rule(name, body);
  }

  protected unit(name: string, kind: UnitKind, body: () => void): Rule {
    this.units.set(name, kind);
    const whole = (): void => {
      this.ACTION(() => this.firsts.push(this.LA(1)));
      body();
      this.ACTION(() => {
        this.mustEnd(name, kind);
        this.firsts.pop();
      });
    };
    return this.RULE(name, whole);
  }

  /** The next token stands on the line of the one before it. */
  protected sameLine(): boolean {
    return !placeOf(this.LA(1)).firstOnLine;
  }

  /** Gives up the unit where a line ends too early, rather than take the next line's first word. */
  protected mustBeSameLine(key: string): void {
    this.ACTION(() => {
      if (!this.sameLine()) this.fail(key);
    });
  }

  /** The next line is a declaration, so that its first word is no value although its spelling would do. */
  protected startsDeclaration(): boolean {
    return !this.sameLine() && isDeclaring(this.LA(1)) && this.next(2, t.Name, t.LCurly, t.Star, t.Text);
  }

  /** The next line is a field of the block around, likewise. */
  protected startsField(): boolean {
    return !this.sameLine() && this.next(2, t.Sets, t.PlusAssign) && !placeOf(this.LA(2)).firstOnLine;
  }

  protected next(ahead: number, ...types: TokenType[]): boolean {
    const token = this.LA(ahead);
    return types.some((type) => tokenMatcher(token, type));
  }

  /** Notes a mistake at the next token and goes on as if it were not there. A second one at the same token is the same one. */
  protected complain(key: string): void {
    if (this.noted.at(-1)?.found === this.LA(1)) return;
    const [previous, found, following] = [this.LA(0), this.LA(1), this.LA(2)];
    this.noted.push({ key, found, following, previous, unit: this.firsts.at(-1) });
  }

  /** Notes a mistake at the next token and gives up the unit. */
  protected fail(key: string): never {
    this.complain(key);
    throw new MismatchedTokenException(key, this.LA(1), this.LA(0));
  }

  private mustEnd(name: string, kind: UnitKind): void {
    if (this.next(1, EOF)) return;
    if (kind === "whole") this.fail(`${name}>end`);
    const token = this.LA(1);
    if (kind !== "line" && (isCloser(token) || this.next(1, t.Comma))) return;
    if (kind !== "item" && placeOf(token).firstOnLine) return;
    const nextUnit = kind === "field" ? this.next(1, t.Name) && this.next(2, t.Sets, t.PlusAssign) : kind === "item";
    if (nextUnit && this.startsValue()) this.complain(`${name}>Comma`);
    else this.fail(`${name}>end`);
  }

  /** The next token may begin an expression. */
  protected startsValue(): boolean {
    return this.next(1, t.Name, t.Numeric, t.Text, t.LSquare, t.LParen, t.Dot, t.None, t.True, t.False, t.Not);
  }

  /** Called by chevrotain when a repetition ends: here a token that begins no unit is skipped with all up to the next one. */
  private skipStray(again: (...args: unknown[]) => unknown, args: unknown[]): void {
    const rule = this.currentRule();
    const kind = this.holders.get(rule);
    const token = this.LA(1);
    if (!kind || this.next(1, EOF) || (kind !== "line" && isCloser(token))) return;
    this.complain(`${rule}>?`);
    const holder = placeOf(token).holder;
    this.SKIP_TOKEN();
    this.skipUnit(kind, token, holder);
    if (kind !== "line" && this.next(1, t.Comma)) this.SKIP_TOKEN();
    again.apply(this, args);
  }

  private skipUnit(kind: UnitKind, first: IToken, holder: IToken | undefined): void {
    if (this.noted.length >= MOST_MISTAKES) kind = "whole";
    while (!this.next(1, EOF) && !this.atUnitEnd(kind, first, holder)) this.SKIP_TOKEN();
  }

  private atUnitEnd(kind: UnitKind, first: IToken, holder: IToken | undefined): boolean {
    const token = this.LA(1);
    const place = placeOf(token);
    if (kind === "whole" || place.holder !== holder) return false;
    if (kind === "line") return place.firstOnLine && isDeclaring(token);
    if (isCloser(token)) return true;
    if (kind === "item") return this.next(1, t.Comma);
    if (this.next(1, t.Comma)) return this.isField(2);
    if (!place.firstOnLine || !this.next(1, t.Name)) return false;
    return (token.startColumn ?? 1) <= (first.startColumn ?? 1) || this.next(2, t.Sets, t.PlusAssign, t.LCurly);
  }

  /** On this line a field begins, or a name stands alone, rather than a further element of a list that lost its bracket. */
  private isField(ahead: number): boolean {
    const [token, after] = [this.LA(ahead), this.LA(ahead + 1)];
    if (placeOf(token).firstOnLine || !tokenMatcher(token, t.Name)) return isCloser(token);
    const alone = placeOf(after).firstOnLine || isCloser(after);
    return alone || [t.Sets, t.PlusAssign, t.LCurly, t.Comma].some((type) => tokenMatcher(after, type));
  }

  // What follows replaces parts of chevrotain's recovery by name; the tests of damaged programs tell if a new version of it
  // no longer calls them.

  protected findReSyncTokenType(): TokenType {
    return EOF;
  }

  /** Only units survive a mistake; other rules hand it on, with what they have read so far. */
  protected isInCurrentRuleReSyncSet(): boolean {
    return this.firsts.length === 0 || this.units.has(this.currentRule());
  }

  protected reSyncTo(): IToken[] {
    const first = this.firsts.pop() ?? this.LA(1);
    this.skipUnit(this.units.get(this.currentRule()) ?? "whole", first, placeOf(first).holder);
    return [];
  }

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type) && this.sameLine();
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return this.next(1, t.Name) && this.sameLine() && !placeOf(this.LA(2)).firstOnLine;
  }

  private currentRule(): string {
    return (this as unknown as { getCurrRuleFullName(): string }).getCurrRuleFullName();
  }
}
