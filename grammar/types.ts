/** Types of fields, parameters and tensors. */
import { ExpressionRules } from "./expressions.ts";
import type { Rule } from "./recovery.ts";
import * as t from "./tokens.ts";

export class TypeRules extends ExpressionRules {
  /** Inside `takes` and `yields` a lone name after `in` is a phase, not a range. */
  private phaseMayFollow = false;

  /** type1 { "|" type1 } [ "?" ] */
  readonly type: Rule = this.rule("type", () => {
    this.SUBRULE1(this.simpleType);
    this.MANY(() => {
      this.CONSUME(t.Bar);
      this.SUBRULE2(this.simpleType);
    });
    this.OPTION(() => this.CONSUME(t.Question));
  });

  /** type [ "in" phase ] [ "when" expr ]: a type, the phase for which it holds, and on what condition. */
  readonly shapeType: Rule = this.rule("shapeType", () => {
    this.ACTION(() => {
      this.phaseMayFollow = true;
    });
    this.SUBRULE(this.type);
    this.ACTION(() => {
      this.phaseMayFollow = false;
    });
    this.OPTION1(() => {
      this.CONSUME(t.In);
      this.CONSUME(t.Name, { LABEL: "phase" });
    });
    this.OPTION2(() => {
      this.CONSUME(t.When);
      this.SUBRULE(this.expr);
    });
  });

  readonly simpleType: Rule = this.rule("simpleType", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.member) },
      { ALT: () => this.SUBRULE(this.listType) },
      { GATE: () => !this.startsDeclaration(), ALT: () => this.SUBRULE(this.namedType) },
    ]);
  });

  /** "[" type [ ";" expr ] "]" */
  readonly listType: Rule = this.rule("listType", () => {
    this.CONSUME(t.LSquare);
    this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(t.Semicolon);
      this.SUBRULE(this.expr);
    });
    this.CONSUME(t.RSquare);
  });

  /** Name [ Name ] [ "per" Name ] [ dims ] [ "of" ( number | path | type ) | comparison bound | "in" range ] */
  readonly namedType: Rule = this.rule("namedType", () => {
    this.CONSUME1(t.Name);
    this.OPTION1({
      GATE: () => this.sameLine() && !this.next(2, t.Colon),
      DEF: () => this.CONSUME2(t.Name, { LABEL: "second" }),
    });
    this.OPTION4(() => {
      this.CONSUME(t.Per);
      this.CONSUME3(t.Name, { LABEL: "per" });
    });
    this.OPTION2({ GATE: () => this.sameLine(), DEF: () => this.SUBRULE(this.dims) });
    this.OPTION3({
      GATE: () => !this.next(1, t.In) || !this.isPhase(),
      DEF: () =>
        this.OR1([
          {
            ALT: () => {
              this.CONSUME(t.Of);
              this.OR2([
                { ALT: () => this.SUBRULE(this.quantity) },
                { GATE: () => this.next(2, t.Dot), ALT: () => this.SUBRULE(this.path) },
                { ALT: () => this.SUBRULE(this.simpleType) },
              ]);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Comparison);
              this.SUBRULE1(this.expr);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.In);
              this.SUBRULE2(this.expr);
            },
          },
        ]),
    });
  });

  /** `in train` rather than `in 1..3`: a name with no range operator, `.`, `(` or `[` behind it. */
  private isPhase(): boolean {
    return (
      this.phaseMayFollow && this.next(2, t.Name) && !this.next(3, t.RangeTo, t.RangeBelow, t.Dot, t.LParen, t.LSquare)
    );
  }

  readonly dims: Rule = this.holder("dims", "item", () => {
    this.CONSUME(t.LSquare);
    this.MANY(() => {
      this.SUBRULE(this.dim);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RSquare);
  });

  /** [ Name ":" ] expr */
  readonly dim: Rule = this.unit("dim", "item", () => {
    this.OPTION(() => {
      this.CONSUME(t.Name);
      this.CONSUME(t.Colon);
    });
    this.SUBRULE(this.expr);
  });
}
