/** The rules of a whole file. Below it: components, types, expressions and blocks, and how mistakes are survived. */
import { EOF } from "chevrotain";
import { ExternRules } from "./externs.ts";
import { isDeclaring, placeOf } from "./places.ts";
import type { Rule } from "./recovery.ts";
import * as t from "./tokens.ts";

export class VclParser extends ExternRules {
  constructor(options: { readonly validate: boolean }) {
    super(options);
    this.analyse();
  }

  readonly file: Rule = this.holder("file", "line", () => {
    this.MANY(() => this.SUBRULE(this.statement));
  });

  /** One value and nothing else: what `--set` and a parameter take. */
  readonly lone: Rule = this.unit("lone", "whole", () => {
    this.SUBRULE(this.expr);
  });

  readonly statement: Rule = this.unit("statement", "line", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.amends) },
      { ALT: () => this.SUBRULE(this.importing) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.binding) },
      { ALT: () => this.SUBRULE(this.experiment) },
      { ALT: () => this.SUBRULE(this.check) },
      { ALT: () => this.SUBRULE(this.extern) },
    ]);
  });

  readonly amends: Rule = this.rule("amends", () => {
    this.CONSUME(t.Amends);
    this.CONSUME(t.Text);
  });

  /** "import" ( "{" Name { "," Name } "}" | "*" "as" Name ) "from" text [ "with" block ] */
  readonly importing: Rule = this.rule("importing", () => {
    this.CONSUME(t.Import);
    this.OR([
      { ALT: () => this.SUBRULE(this.importedNames) },
      {
        ALT: () => {
          this.CONSUME(t.Star);
          this.CONSUME(t.As);
          this.CONSUME(t.Name, { LABEL: "star" });
        },
      },
    ]);
    this.CONSUME(t.From);
    this.CONSUME(t.Text);
    this.OPTION(() => {
      this.CONSUME(t.With);
      this.SUBRULE(this.block);
    });
  });

  readonly importedNames: Rule = this.holder("importedNames", "item", () => {
    this.CONSUME(t.LCurly);
    this.MANY(() => {
      this.SUBRULE(this.importedName);
      this.OPTION(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RCurly);
  });

  readonly importedName: Rule = this.unit("importedName", "item", () => {
    this.CONSUME(t.Name);
  });

  /** "param" Name ( ":" type [ "=" expr ] | "=" expr ); the second form amends. */
  readonly param: Rule = this.rule("param", () => {
    this.CONSUME(t.Param);
    this.CONSUME(t.Name);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Colon);
          this.SUBRULE(this.type);
          this.OPTION(() => {
            this.CONSUME1(t.Assign);
            this.SUBRULE1(this.expr);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME2(t.Assign);
          this.SUBRULE2(this.expr);
        },
      },
    ]);
  });

  /** ( "let" | "data" | "model" | "transform" ) Name ( [ fields ] [ ":" type ] "=" expr | block ); the block form amends. */
  readonly binding: Rule = this.rule("binding", () => {
    this.CONSUME(t.Binds);
    this.CONSUME(t.Name);
    this.OPTION1(() => this.SUBRULE(this.parameters));
    this.OPTION2({
      GATE: () => this.next(1, t.Colon) && this.assignFollowsType(),
      DEF: () => {
        this.CONSUME(t.Colon);
        this.SUBRULE(this.type);
      },
    });
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Sets);
          this.SUBRULE(this.expr);
        },
      },
      { ALT: () => this.SUBRULE(this.block) },
    ]);
  });

  /** Tells `let a: int = 1` from `let a: 1`, where the colon stands for the equals sign. */
  private assignFollowsType(): boolean {
    const { holder } = placeOf(this.LA(1));
    for (let ahead = 2; !this.next(ahead, EOF); ahead += 1) {
      const place = placeOf(this.LA(ahead));
      if (place.holder !== holder) continue;
      if (this.next(ahead, t.Assign)) return true;
      if (this.next(ahead, t.LCurly) || (place.firstOnLine && isDeclaring(this.LA(ahead)))) return false;
    }
    return false;
  }

  /** "experiment" Name ( block | "=" path [ block ] ) */
  readonly experiment: Rule = this.rule("experiment", () => {
    this.CONSUME(t.Experiment);
    this.CONSUME(t.Name);
    this.OR([
      { ALT: () => this.SUBRULE1(this.block) },
      {
        ALT: () => {
          this.CONSUME(t.Sets);
          this.SUBRULE(this.path);
          this.OPTION(() => this.SUBRULE2(this.block));
        },
      },
    ]);
  });

  readonly check: Rule = this.rule("check", () => {
    this.CONSUME(t.Check);
    this.SUBRULE(this.expr);
    this.OPTION(() => {
      this.CONSUME(t.Else);
      this.CONSUME(t.Text);
    });
  });
}
