/** Declarations of components: fields, facts, shape rules, requirements. */
import type { Rule } from "./recovery.ts";
import * as t from "./tokens.ts";
import { TypeRules } from "./types.ts";

export class ExternRules extends TypeRules {
  readonly parameters: Rule = this.holder("parameters", "item", () => {
    this.CONSUME(t.LParen);
    this.MANY(() => {
      this.SUBRULE(this.parameter);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RParen);
  });

  readonly parameter: Rule = this.unit("parameter", "item", () => {
    this.SUBRULE(this.fieldDecl);
  });

  /** Name ":" type [ "=" expr [ "in" phase ] ] */
  readonly fieldDecl: Rule = this.rule("fieldDecl", () => {
    this.CONSUME(t.Name);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.OPTION1(() => {
      this.CONSUME(t.Assign);
      this.SUBRULE(this.expr);
      this.OPTION2(() => {
        this.CONSUME(t.In);
        this.CONSUME2(t.Name, { LABEL: "phase" });
      });
    });
  });

  /** "extern" Kind Name [ fields ] [ "from" text ] "{" { item [ "," ] } "}" */
  readonly extern: Rule = this.rule("extern", () => {
    this.CONSUME(t.Extern);
    this.CONSUME1(t.Name, { LABEL: "component" });
    this.CONSUME2(t.Name);
    this.OPTION1(() => this.SUBRULE(this.parameters));
    this.OPTION2(() => {
      this.CONSUME(t.From);
      this.CONSUME(t.Text);
    });
    this.SUBRULE(this.externBody);
  });

  readonly externBody: Rule = this.holder("externBody", "field", () => {
    this.CONSUME(t.LCurly);
    this.MANY(() => {
      this.SUBRULE(this.externItem);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RCurly);
  });

  /** A field, unless one of the words below begins a rule; before `:` those too are names of fields. */
  readonly externItem: Rule = this.unit("externItem", "field", () => {
    const isRule = (): boolean => !this.next(2, t.Sets);
    this.OR([
      {
        GATE: isRule,
        ALT: () => {
          this.CONSUME(t.Derived);
          this.SUBRULE1(this.fieldDecl);
        },
      },
      {
        GATE: isRule,
        ALT: () => {
          this.CONSUME(t.Facts);
          this.SUBRULE(this.block);
        },
      },
      {
        GATE: isRule,
        ALT: () => {
          this.CONSUME(t.Takes);
          this.SUBRULE1(this.shapeType);
        },
      },
      {
        GATE: isRule,
        ALT: () => {
          this.CONSUME(t.Yields);
          this.SUBRULE2(this.shapeType);
        },
      },
      { GATE: isRule, ALT: () => this.SUBRULE(this.blocks) },
      {
        GATE: isRule,
        ALT: () => {
          this.CONSUME(t.Let);
          this.CONSUME1(t.Name);
          this.CONSUME(t.Sets);
          this.SUBRULE1(this.expr);
        },
      },
      { GATE: isRule, ALT: () => this.CONSUME(t.Random) },
      {
        GATE: isRule,
        ALT: () => {
          this.CONSUME(t.Unused);
          this.CONSUME2(t.Name);
          this.CONSUME(t.When);
          this.SUBRULE2(this.expr);
        },
      },
      { GATE: isRule, ALT: () => this.SUBRULE(this.require) },
      { ALT: () => this.SUBRULE2(this.fieldDecl) },
    ]);
  });

  /** "blocks" segment { "." segment } "yields" type */
  readonly blocks: Rule = this.rule("blocks", () => {
    this.CONSUME(t.Blocks);
    this.SUBRULE1(this.segment);
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.SUBRULE2(this.segment);
    });
    this.CONSUME(t.Yields);
    this.SUBRULE(this.type);
  });

  /** Name [ "{" Name "in" expr "}" ]; without braces a single block of that name. */
  readonly segment: Rule = this.rule("segment", () => {
    this.CONSUME1(t.Name);
    this.OPTION(() => {
      this.CONSUME(t.LCurly);
      this.CONSUME2(t.Name, { LABEL: "variable" });
      this.CONSUME(t.In);
      this.SUBRULE(this.expr);
      this.CONSUME(t.RCurly);
    });
  });

  /** "require" expr [ "in" phase ] "else" [ ( "warn" | "error" ) [ Code ] ] text */
  readonly require: Rule = this.rule("require", () => {
    this.CONSUME(t.Require);
    this.SUBRULE(this.expr);
    this.OPTION1(() => {
      this.CONSUME(t.In);
      this.CONSUME1(t.Name, { LABEL: "phase" });
    });
    this.CONSUME(t.Else);
    this.OPTION2(() => {
      this.CONSUME2(t.Name, { LABEL: "severity" });
      this.OPTION3(() => this.CONSUME3(t.Name, { LABEL: "code" }));
    });
    this.CONSUME(t.Text);
  });
}
