/** Values and the blocks that amend them. Precedence is settled when the tree is built: here operators are just a row. */
import { placeOf } from "./places.ts";
import { RecoveringParser, type Rule } from "./recovery.ts";
import * as t from "./tokens.ts";

export class ExpressionRules extends RecoveringParser {
  /** operand { operator operand | "when" expr "else" operand } */
  readonly expr: Rule = this.rule("expr", () => {
    this.SUBRULE(this.operand);
    this.MANY(() => this.SUBRULE(this.tail));
  });

  readonly tail: Rule = this.rule("tail", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Operator) },
      {
        ALT: () => {
          this.CONSUME(t.When);
          this.SUBRULE(this.expr);
          this.CONSUME(t.Else);
        },
      },
    ]);
    this.SUBRULE(this.operand);
  });

  readonly operand: Rule = this.rule("operand", () => {
    this.OPTION1(() => this.CONSUME(t.Not));
    this.OPTION2(() => this.CONSUME(t.Minus));
    this.SUBRULE(this.primary);
    this.MANY({ GATE: () => this.sameLine(), DEF: () => this.SUBRULE(this.suffix) });
  });

  readonly primary: Rule = this.rule("primary", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.quantity) },
      { ALT: () => this.CONSUME(t.Text) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.member) },
      {
        ALT: () => {
          this.CONSUME(t.LParen);
          this.SUBRULE(this.expr);
          this.CONSUME(t.RParen);
        },
      },
      { ALT: () => this.CONSUME(t.None) },
      { ALT: () => this.CONSUME(t.True) },
      { ALT: () => this.CONSUME(t.False) },
      { GATE: () => !this.startsDeclaration() && !this.startsField(), ALT: () => this.CONSUME(t.Name) },
    ]);
  });

  /** (Dims | Real | Int) [ "%" | unit [ "per" Name ] ], the unit on the number's line. */
  readonly quantity: Rule = this.rule("quantity", () => {
    this.CONSUME(t.Numeric);
    this.OPTION1({
      GATE: () => this.isPercent() || this.isUnit(),
      DEF: () =>
        this.OR([
          { ALT: () => this.CONSUME(t.Percent) },
          {
            ALT: () => {
              this.CONSUME1(t.Name, { LABEL: "unit" });
              this.OPTION2(() => {
                this.CONSUME(t.Per);
                this.CONSUME2(t.Name, { LABEL: "per" });
              });
            },
          },
        ]),
    });
  });

  private isPercent(): boolean {
    return this.next(1, t.Percent) && this.LA(0).startOffset + this.LA(0).image.length === this.LA(1).startOffset;
  }

  private isUnit(): boolean {
    const isPath = !placeOf(this.LA(2)).firstOnLine && this.next(2, t.Colon, t.PlusAssign, t.LCurly, t.Dot);
    return this.sameLine() && this.next(1, t.Name) && !isPath;
  }

  readonly list: Rule = this.holder("list", "item", () => {
    this.CONSUME(t.LSquare);
    this.MANY(() => {
      this.SUBRULE(this.item);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RSquare);
  });

  readonly item: Rule = this.unit("item", "item", () => {
    this.SUBRULE(this.expr);
  });

  /** "." ( Name | "none" ) */
  readonly member: Rule = this.rule("member", () => {
    this.CONSUME(t.Dot);
    this.mustBeSameLine("member>?");
    this.OR([{ ALT: () => this.CONSUME(t.Name) }, { ALT: () => this.CONSUME(t.None) }]);
  });

  /** What follows a value on its line. */
  readonly suffix: Rule = this.rule("suffix", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.mustBeSameLine("suffix>Name");
          this.CONSUME(t.Name);
        },
      },
      { ALT: () => this.SUBRULE(this.args) },
      {
        ALT: () => {
          this.CONSUME(t.LSquare);
          this.SUBRULE(this.expr);
          this.CONSUME(t.RSquare);
        },
      },
      { ALT: () => this.SUBRULE(this.block) },
    ]);
  });

  readonly args: Rule = this.holder("args", "item", () => {
    this.CONSUME(t.LParen);
    this.MANY(() => {
      this.SUBRULE(this.item);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RParen);
  });

  readonly block: Rule = this.holder("block", "field", () => {
    this.CONSUME(t.LCurly);
    this.MANY(() => {
      this.SUBRULE(this.entry);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RCurly);
  });

  /** "head" Name "at" path "=" expr | path [ ":" expr | "+=" expr | block ] */
  readonly entry: Rule = this.unit("entry", "field", () => {
    this.OR1([
      {
        GATE: () => this.next(2, t.Name),
        ALT: () => {
          this.CONSUME(t.Head);
          this.CONSUME(t.Name);
          this.CONSUME(t.At);
          this.SUBRULE1(this.path);
          this.CONSUME1(t.Sets);
          this.SUBRULE1(this.expr);
        },
      },
      {
        ALT: () => {
          this.SUBRULE2(this.path);
          this.OPTION(() =>
            this.OR2([
              {
                ALT: () => {
                  this.CONSUME2(t.Sets);
                  this.SUBRULE2(this.expr);
                },
              },
              {
                ALT: () => {
                  this.CONSUME(t.PlusAssign);
                  this.SUBRULE3(this.expr);
                },
              },
              { ALT: () => this.SUBRULE(this.block) },
            ]),
          );
        },
      },
    ]);
  });

  readonly path: Rule = this.rule("path", () => {
    this.CONSUME1(t.Name);
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.CONSUME2(t.Name);
    });
  });
}
