/**
 * Programs of every form that the grammar has, with blanks, line breaks and comments wherever they may stand: right by
 * construction as far as syntax goes, and without any meaning.
 */
import fc from "fast-check";

/** What may stand before a token. */
type Before =
  /** Blanks, line breaks and comments. */
  | "free"
  /** Blanks. */
  | "line"
  /** At least one line break, and comments. */
  | "fresh"
  /** Nothing. */
  | "tight";

interface Piece {
  readonly text: string;
  readonly before: Before;
  /** The first token of a value: some words would be read otherwise at the start of a line. */
  readonly startsValue?: boolean;
}

const names = [
  ..."a b px e5 clip lr long_name stage4 train resize_short fully_convolutional_linear weight_decay_on_norm".split(" "),
  ..."amends import as from with param let data model transform experiment check extern head at derived".split(" "),
  ..."facts takes yields blocks random unused require".split(" "),
];
const units = ["frames", "px", "clips", "e5", "data", "head", "y"];
const declaring = /^(amends|import|param|let|data|model|transform|experiment|check|extern)$/;

/** Programs, each made of a row of choices; where these run out, the first and simplest one is taken. */
export const randomProgram: fc.Arbitrary<string> = fc
  .array(fc.nat({ max: 0xffff }), { maxLength: 800, size: "max" })
  .map((choices) => new RandomProgram(choices).text());

class RandomProgram {
  private readonly choices: readonly number[];
  private chosen = 0;
  private pieces: Piece[] = [];
  private depth = 0;
  private comments = 0;
  /** How often comments are put in: one time in so many. */
  private readonly sparsity: number;

  constructor(choices: readonly number[]) {
    this.choices = choices;
    this.sparsity = this.pick([1_000, 30, 4]);
  }

  text(): string {
    const amends = this.chance(4);
    if (amends) this.put("fresh", "amends", ["free", this.string()]);
    this.times(2, () => this.importing());
    this.times(6, () => this.statement(amends));
    return this.written();
  }

  // ── Choices ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  private nat(max: number): number {
    const choice = this.choices[this.chosen] ?? 0;
    this.chosen += 1;
    return choice % (max + 1);
  }

  private chance(oneIn: number): boolean {
    return this.nat(oneIn - 1) === oneIn - 1;
  }

  private pick<T>(all: readonly T[]): T {
    const one = all[this.nat(all.length - 1)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }

  private times(most: number, act: (index: number) => void): void {
    const count = this.nat(most);
    for (let index = 0; index < count; index += 1) act(index);
  }

  private either(...acts: readonly (() => void)[]): void {
    this.pick(acts)();
  }

  // ── Pieces ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The first text, then others, each with what may stand before it; a text alone may have anything before it. */
  private put(before: Before, text: string, ...others: readonly (string | readonly [Before, string])[]): void {
    this.pieces.push({ text, before });
    for (const other of others) {
      if (typeof other === "string") this.pieces.push({ text: other, before: "free" });
      else this.pieces.push({ before: other[0], text: other[1] });
    }
  }

  private name(): string {
    return this.pick(names);
  }

  private string(): string {
    return this.pick(['"a"', '"./common.vcl"', '""', '"// no comment"', '"say \\"x\\" \\\\ {clip}"', '"長い 😀"']);
  }

  /** Things parted by commas, or by line breaks where those part them too. */
  private separated(
    opener: Piece,
    closer: string,
    most: number,
    lines: boolean,
    thing: (before: Before) => void,
  ): void {
    this.pieces.push(opener);
    const count = this.depth > 4 ? 0 : this.nat(most);
    this.depth += 1;
    for (let index = 0; index < count; index += 1) {
      if (index === 0) thing("free");
      else if (lines && this.mayEndWithLine() && this.chance(2)) thing("fresh");
      else {
        this.put("free", ",");
        thing("free");
      }
    }
    this.depth -= 1;
    if (count > 0 && this.chance(4)) this.put("free", ",");
    this.put("free", closer);
  }

  /** `head` alone would take the next line's word for the head's name. */
  private mayEndWithLine(): boolean {
    return this.pieces.at(-1)?.text !== "head";
  }

  // ── Declarations ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private importing(): void {
    this.put("fresh", "import");
    if (this.chance(2)) this.put("free", "*", "as", this.name());
    else {
      this.put("free", "{", this.name());
      this.times(9, () => this.put("free", ",", this.name()));
      if (this.chance(4)) this.put("free", ",");
      this.put("free", "}");
    }
    this.put("free", "from", this.string());
    if (this.chance(3)) {
      this.put("free", "with");
      this.block("free");
    }
  }

  private statement(amends: boolean): void {
    this.either(
      () => this.param(amends),
      () => this.binding(amends),
      () => this.binding(amends),
      () => this.binding(amends),
      () => this.experiment(),
      () => this.check(),
      () => this.extern(),
    );
  }

  private param(amends: boolean): void {
    this.put("fresh", "param", this.name());
    if (amends && this.chance(3)) this.put("free", "=");
    else {
      this.put("free", ":");
      this.type("free");
      if (this.chance(2)) return;
      this.put("free", "=");
    }
    this.expr("free");
  }

  private binding(amends: boolean): void {
    this.put("fresh", this.pick(["let", "data", "model", "transform"]), this.name());
    if (amends && this.chance(2)) {
      this.block("free");
      return;
    }
    if (this.chance(5)) this.parameters();
    if (this.chance(5)) {
      this.put("free", ":");
      this.type("free");
    }
    this.put("free", "=");
    if (this.chance(3)) this.amended();
    else this.expr("free");
  }

  private amended(): void {
    this.pieces.push({ text: this.name(), before: "free", startsValue: true });
    if (this.chance(3)) this.put("line", ".", ["line", this.name()]);
    this.block("line");
  }

  private experiment(): void {
    this.put("fresh", "experiment", this.name());
    if (this.chance(2)) {
      this.block("free");
      return;
    }
    this.put("free", "=");
    this.path("free");
    if (this.chance(2)) this.block("free");
  }

  private check(): void {
    this.put("fresh", "check");
    this.expr("free");
    if (this.chance(2)) this.put("free", "else", this.string());
  }

  private extern(): void {
    this.put("fresh", "extern", this.pick(["head", "dataset", "model"]), this.name());
    if (this.chance(3)) this.parameters();
    if (this.chance(2)) this.put("free", "from", this.string());
    this.separated({ text: "{", before: "free" }, "}", 7, true, (before) => this.item(before));
  }

  private parameters(): void {
    this.separated({ text: "(", before: "free" }, ")", 3, false, (before) => this.fieldDecl(before));
  }

  private fieldDecl(before: Before): void {
    this.put(before, this.name(), ":");
    this.type("free");
    if (this.chance(2)) return;
    this.put("free", "=");
    this.expr("free");
    if (this.chance(4)) this.put("free", "in", this.name());
  }

  private item(before: Before): void {
    this.either(
      () => this.fieldDecl(before),
      () => this.fieldDecl(before),
      () => {
        this.put(before, "derived");
        this.fieldDecl("free");
      },
      () => {
        this.put(before, "facts");
        this.block("free");
      },
      () => this.shapeRule(before),
      () => this.shapeRule(before),
      () => this.blocks(before),
      () => {
        this.put(before, "let", this.name(), "=");
        this.expr("free");
      },
      () => this.put(before, "random"),
      () => {
        this.put(before, "unused", this.name(), "when");
        this.expr("free");
      },
      () => this.requirement(before),
    );
  }

  private shapeRule(before: Before): void {
    this.put(before, this.pick(["takes", "yields"]));
    this.put("free", this.pick(["tensor", "labels"]));
    if (this.chance(2)) this.put("line", "f32");
    if (this.chance(2)) this.dims();
    if (this.chance(3)) this.put("free", "in", "train");
    if (this.chance(3)) {
      this.put("free", "when");
      this.expr("free");
    }
  }

  private blocks(before: Before): void {
    this.put(before, "blocks");
    for (let more = true; more; more = this.chance(2)) {
      if (this.pieces.at(-1)?.text !== "blocks") this.put("free", ".");
      this.put("free", this.pick(["stage", "stem"]));
      if (this.chance(2)) continue;
      this.put("free", "{", "i", "in");
      this.level("range", "free");
      this.put("free", "}");
    }
    this.put("free", "yields");
    this.type("free");
  }

  private requirement(before: Before): void {
    this.put(before, "require");
    this.expr("free");
    if (this.chance(4)) this.put("free", "in", "train");
    this.put("free", "else");
    if (this.chance(2)) {
      this.put("free", this.pick(["warn", "error"]));
      if (this.chance(2)) this.put("free", "V0603");
    }
    this.put("free", this.string());
  }

  // ── Types ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private type(before: Before): void {
    this.simpleType(before);
    this.times(3, () => {
      this.put("free", "|");
      this.simpleType("line");
    });
    if (this.chance(5)) this.put("free", "?");
  }

  private simpleType(before: Before): void {
    this.either(
      () => this.put(before, ".", ["line", this.pick([...names, "none"])]),
      () => {
        this.put(before, "[");
        this.type("line");
        if (this.chance(2)) {
          this.put("free", ";");
          this.level("range", "free");
        }
        this.put("free", "]");
      },
      () => this.namedType(),
    );
  }

  private namedType(): void {
    this.put("line", this.pick(["int", "real", "tensor", "range", "clips"]));
    if (this.chance(6)) this.put("line", "f32");
    if (this.chance(6)) this.put("free", "per", "video");
    if (this.chance(6)) this.dims();
    if (this.chance(2)) return;
    // A block would end the search for the sign behind the type.
    this.depth += 4;
    this.either(
      () => this.put("free", "of", this.pick(["101", "px", "ucf.classes"]).replace(/\..*/, "")),
      () => this.put("free", "of", "ucf", ".", "classes"),
      () => {
        this.put("free", this.pick([">=", ">", "<", "<=", "==", "!="]));
        this.level("sum", "free");
      },
      () => {
        this.put("free", "in");
        this.put("free", String(this.nat(3)), ["free", this.pick(["..", "..<"])]);
        this.level("sum", "free");
      },
    );
    this.depth -= 4;
  }

  private dims(): void {
    this.separated({ text: "[", before: "line" }, "]", 5, false, (before) => {
      if (this.chance(4)) {
        this.put(before, "C", ":");
        this.expr("free");
      } else this.expr(before);
    });
  }

  // ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private block(before: Before): void {
    this.separated({ text: "{", before }, "}", 5, true, (first) => this.entry(first));
  }

  private entry(before: Before): void {
    this.either(
      () => this.put(before, this.name()),
      () => this.setting(before, ":"),
      () => this.setting(before, ":"),
      () => this.setting(before, ":"),
      () => this.setting(before, "+="),
      () => {
        this.path(before);
        this.block("free");
      },
      () => {
        this.put(before, "head", this.pick(["action", "h"]), "at");
        this.path("free");
        this.put("free", "=");
        this.expr("free");
      },
    );
  }

  private setting(before: Before, sign: string): void {
    this.path(before);
    this.put("free", sign);
    this.expr("free");
  }

  private path(before: Before): void {
    this.put(before, this.name());
    if (this.chance(4)) this.put(this.pick(["free", "line"]), ".", this.name());
  }

  // ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private expr(before: Before): void {
    this.level("pipe", before);
  }

  private level(level: Level, before: Before): void {
    const next = levels[levels.indexOf(level) + 1];
    if (next === undefined) {
      this.power(before);
      return;
    }
    if (level === "not" && this.chance(12)) {
      this.put(before, "not");
      this.level(next, "free");
      return;
    }
    this.level(next, before);
    const operators = signs[level];
    if (!operators || !this.chance(this.depth > 2 ? 20 : 8)) return;
    if (level === "when") {
      this.put("free", "when");
      this.expr("free");
      this.put("free", "else");
      this.level("when", "free");
      return;
    }
    const chains = level !== "compare" && level !== "range";
    for (let more = true; more; more = chains && this.chance(2)) {
      this.put("free", this.pick(operators));
      this.level(next, "free");
    }
  }

  private power(before: Before): void {
    if (this.chance(12)) {
      this.put(before, "-");
      this.primary("free");
    } else this.primary(before);
    if (!this.chance(25)) return;
    this.put("free", "^");
    this.power("free");
  }

  private primary(before: Before): void {
    const simple: (() => void)[] = [
      () => this.quantity(before),
      () => this.put(before, this.string()),
      () => this.put(before, ".", ["line", this.pick([...names, "none"])]),
      () => this.put(before, this.pick(["none", "true", "false"])),
      () => void this.pieces.push({ text: this.name(), before, startsValue: true }),
    ];
    if (this.depth > 3) {
      this.either(...simple);
      return;
    }
    this.either(
      ...simple,
      () => this.separated({ text: "[", before }, "]", 6, false, (first) => this.expr(first)),
      () => this.numbers(before),
      () => {
        this.put(before, "(");
        this.depth += 1;
        this.expr("free");
        this.depth -= 1;
        this.put("free", ")");
      },
      () => this.suffixed(before),
      () => this.suffixed(before),
    );
  }

  private numbers(before: Before): void {
    this.separated({ text: "[", before }, "]", 40, false, (first) => this.quantity(first));
  }

  private suffixed(before: Before): void {
    this.pieces.push({ text: this.name(), before, startsValue: true });
    this.times(3, () =>
      this.either(
        () => this.put("line", ".", ["line", this.name()]),
        () => this.separated({ text: "(", before: "line" }, ")", 3, false, (first) => this.expr(first)),
        () => {
          this.put("line", "[");
          this.expr("free");
          this.put("free", "]");
        },
        () => this.block("line"),
      ),
    );
  }

  private quantity(before: Before): void {
    this.put(before, this.pick(["8", "0.005", "1e-4", "200_000", "1x7x7", "112x112", "101"]));
    const dims = this.pieces.at(-1)?.text.includes("x");
    if (!dims && this.chance(6)) this.put("tight", "%");
    else if (this.chance(3)) {
      this.put("line", this.pick(units));
      if (!dims && this.chance(4)) this.put("free", "per", "video");
    }
  }

  // ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private written(): string {
    let text = this.chance(6) ? "//! About the file.\n//!\n//!     code\n" : "";
    this.pieces.forEach((piece, at) => {
      text += this.between(piece, at) + piece.text;
    });
    return text + (this.pieces.length > 0 ? this.remarks(true) : "") + this.pick(["", "\n", "\n\n"]);
  }

  private between(piece: Piece, at: number): string {
    const before = this.pieces[at - 1];
    const after = this.pieces[at + 1];
    if (!before) return this.remarks(false);
    if (piece.before === "tight") return "";
    const blank = canTouch(before.text, piece.text) && this.chance(2) ? "" : this.pick([" ", " ", "  ", "\t"]);
    if (piece.before === "line" || (piece.startsValue && after && misread(piece.text, after.text))) return blank;
    if (piece.before === "fresh")
      return this.remarks(true) || this.pick(["\n", "\n  ", "\n\n", "\n\n\n", "\r\n", " \n"]);
    if (this.chance(6)) return this.pick(["\n", "\n    ", "\r\n\r\n"]);
    return this.remarks(true, before.text === "/") || blank;
  }

  /** Comments, the last one with the end of its line; or nothing. */
  private remarks(mayTrail: boolean, afterSlash = false): string {
    if (!this.chance(this.sparsity)) return "";
    // A slash and a comment would be a longer comment.
    let text =
      mayTrail && this.chance(2) ? `${this.pick([" ", "   ", afterSlash ? " " : ""])}${this.comment()}\n` : "\n";
    this.times(2, () => {
      text += `${this.pick(["", "  ", "\n", "\n\n"])}${this.comment()}\n`;
    });
    return text + this.pick(["", "  ", "\n"]);
  }

  private comment(): string {
    this.comments += 1;
    return this.pick(remarks) + this.comments;
  }
}

const remarks = [
  "// c",
  "/// c",
  "//! c",
  "//c",
  "////// c",
  "// allow V0303: c",
  "// allow V0303 c",
  "//allow v0303 : c",
  "// ⟶ c",
] as const;

type Level = (typeof levels)[number];
const levels = ["pipe", "then", "when", "or", "and", "not", "compare", "range", "sum", "product", "power"] as const;
const signs: Readonly<Partial<Record<Level, readonly string[]>>> = {
  pipe: ["|>"],
  // biome-ignore lint/suspicious/noThenProperty: the language's own word
  then: ["then"],
  when: ["when"],
  or: ["or"],
  and: ["and"],
  compare: ["==", "!=", "<", "<=", ">", ">="],
  range: ["..", "..<"],
  sum: ["+", "-"],
  product: ["*", "/", "%"],
};

/** Two tokens that stay two without a blank between them. */
function canTouch(before: string, after: string): boolean {
  return /^[{[(,:]$/.test(before) || /^[}\]),:?]$/.test(after);
}

/** At the start of a line this value would be a declaration, or a field of the block around. */
function misread(text: string, after: string): boolean {
  return (declaring.test(text) && /^(?:\w|[{*"])/.test(after)) || /^(?:=|:|\+=)$/.test(after);
}
