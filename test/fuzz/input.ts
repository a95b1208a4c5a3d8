/** Inputs: programs of the corpus, damaged. Which one follows from a seed and an index. */
import type { Argument } from "../../src/language/checked.ts";
import { damageBytes } from "./bytes.ts";
import { corpus, type Files } from "./corpus.ts";
import { type Draw, drawOf } from "./draw.ts";
import { damageTokens, tokensOf } from "./tokens.ts";
import { changeTree, damageTree, type Library, partsOf } from "./trees.ts";

export interface Input {
  /** The program's own file first. */
  readonly files: Files;
  readonly args: readonly Argument[];
  readonly closed: boolean;
}

export class Inputs {
  private readonly programs: readonly Files[] = corpus();
  private readonly tokens: readonly string[];
  private readonly parts: Library;
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
    const texts = [...new Set(this.programs.flatMap((files) => Object.values(files)))];
    this.tokens = [...new Set(texts.flatMap(tokensOf))];
    const parts = new Map<string, Set<string>>();
    const add = (key: string, text: string): void => void parts.set(key, (parts.get(key) ?? new Set()).add(text));
    for (const text of texts) {
      for (const { sort, like, start, end } of partsOf(text)) {
        add(sort, text.slice(start, end));
        add(like, text.slice(start, end));
      }
    }
    this.parts = new Map([...parts].map(([key, all]) => [key, [...all]]));
  }

  at(index: number): Input {
    const draw = drawOf(this.seed, index);
    const files: Record<string, string> = { ...draw.pick(this.programs) };
    const names = Object.keys(files);
    const rough = draw.chance(0.35);
    for (let changes = 1 + draw.below(draw.chance(0.3) ? 8 : 3); changes > 0; changes -= 1) {
      const name = draw.chance(0.85) ? names[0] : draw.pick(names);
      if (name === undefined) continue;
      const text = files[name] ?? "";
      files[name] = rough ? this.damage(text, draw) : changeTree(text, this.parts, draw);
    }
    return { files, args: draw.chance(0.1) ? [this.argument(draw)] : [], closed: draw.chance(0.1) };
  }

  private damage(text: string, draw: Draw): string {
    const how = draw.below(10);
    if (how < 2) return damageBytes(text, draw);
    if (how < 5) return damageTokens(text, this.tokens, draw);
    return damageTree(text, this.parts, draw);
  }

  private argument(draw: Draw): Argument {
    const names = this.parts.get("name") ?? [];
    const path = Array.from({ length: 1 + draw.below(4) }, () => draw.pick(names) ?? "").join(".");
    const value = draw.pick([draw.pick(this.parts.get("expr") ?? []) ?? "", draw.pick(this.tokens) ?? ""]) ?? "";
    const kind = draw.chance(0.7) ? "set" : "param";
    return { kind, name: path, text: draw.chance(0.2) ? damageBytes(value, draw) : value };
  }
}
