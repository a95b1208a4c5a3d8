/** The grammar as pictures: `railroad.html` beside this file is what it gives, one page that needs nothing from elsewhere. */
import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  type Rule,
  Terminal,
  type TokenType,
} from "chevrotain";
import { box, choice, type Drawing, escaped, maybe, repeated, row, svg } from "./diagram.ts";
import { categoriesOfTokens, categoryText, membersOf, rulesOfGrammar, ruleText, symbol } from "./ebnf.ts";

interface Section {
  readonly name: string;
  readonly drawing: Drawing;
  /** The same in EBNF. */
  readonly text: string;
}

export function railroad(): string {
  const rules = inReadingOrder(rulesOfGrammar()).map(
    (rule): Section => ({ name: rule.name, drawing: row(rule.definition.map(drawn)), text: ruleText(rule) }),
  );
  const categories = categoriesOfTokens().map(
    (type): Section => ({ name: type.name, drawing: choice(membersOf(type).map(named)), text: categoryText(type) }),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The grammar of vcl</title>
<style>
${style}
</style>
</head>
<body>
<nav>
<p>Rules</p>
<ul>
${rules.map(entry).join("\n")}
</ul>
<p>Groups of words and signs</p>
<ul>
${categories.map(entry).join("\n")}
</ul>
</nav>
<main>
<h1>The grammar of vcl</h1>
<p>Follow a track from left to right. Rounded boxes are written as they stand (Ident, Int, Quoted and their like: any name,
number, text); square ones are rules, and lead to them.
What a diagram does not show: a unit stands on the line of its number, a suffix on the line of its value.</p>
${[...rules, ...categories].map(section).join("\n")}
</main>
</body>
</html>
`;
}

function entry({ name }: Section): string {
  return `<li><a href="#${name}">${name}</a></li>`;
}

function section({ name, drawing, text }: Section): string {
  return `<section id="${name}">
<h2><a href="#${name}">${name}</a></h2>
<div class="diagram">${svg(drawing, name)}</div>
<code>${escaped(text)}</code>
</section>`;
}

/** `file` first, then each rule where it is first needed. */
function inReadingOrder(rules: readonly Rule[]): readonly Rule[] {
  const found = new Set<Rule>();
  const visit = (rule: Rule): void => {
    if (found.has(rule)) return;
    found.add(rule);
    const named = rulesIn(rule.definition);
    for (const each of named) visit(each);
  };
  for (const rule of [...rules.filter(({ name }) => name === "file"), ...rules]) visit(rule);
  return [...found];
}

function rulesIn(parts: readonly IProduction[]): readonly Rule[] {
  return parts.flatMap((part) => {
    if (part instanceof NonTerminal) return [part.referencedRule];
    return "definition" in part ? rulesIn(part.definition as IProduction[]) : [];
  });
}

function drawn(part: IProduction): Drawing {
  if (part instanceof NonTerminal) return box(part.nonTerminalName, part.nonTerminalName);
  if (part instanceof Terminal) return terminal(part.terminalType);
  if (part instanceof Option) return maybe(row(part.definition.map(drawn)));
  if (part instanceof Repetition) return repeated(row(part.definition.map(drawn)));
  if (part instanceof Alternation) return choice(part.definition.map(drawn));
  if (part instanceof Alternative) return row(part.definition.map(drawn));
  throw new Error(`a kind of production that no rule uses yet: ${part.constructor.name}`);
}

function terminal(type: TokenType): Drawing {
  return categoriesOfTokens().includes(type) ? box(type.name, type.name) : named(symbol(type));
}

/** `"|>"`, or what a token or a group of them is called. */
function named(name: string): Drawing {
  if (name.startsWith('"')) return box(JSON.parse(name));
  const isGroup = categoriesOfTokens().some((type) => type.name === name);
  return isGroup ? box(name, name) : box(name);
}

const style = `:root { color-scheme: light dark; --line: #57606a; --word: #0a3069; --back: #ffffff; --rule: #ddf4ff; --text: #1f2328; --soft: #f6f8fa; }
@media (prefers-color-scheme: dark) {
  :root { --line: #9198a1; --word: #a5d6ff; --back: #0d1117; --rule: #12283d; --text: #e6edf3; --soft: #161b22; }
}
body { margin: 0; display: flex; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; align-self: flex-start; flex: none; box-sizing: border-box; height: 100vh; padding: 1rem 1.5rem; overflow-y: auto; background: var(--soft); font-size: 14px; }
nav p { margin: 1rem 0 0.25rem; font-weight: 600; }
nav ul { margin: 0; padding: 0; list-style: none; }
main { min-width: 0; padding: 1rem 2rem 4rem; }
section { margin: 2rem 0; scroll-margin-top: 1rem; }
section:target h2 { text-decoration: underline; }
h2 { margin: 0 0 0.25rem; font-size: 1.1rem; }
a { color: inherit; text-decoration: none; }
a:hover { text-decoration: underline; }
.diagram { overflow-x: auto; }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; opacity: 0.8; }
svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
svg rect { fill: var(--back); stroke: var(--line); stroke-width: 1.5; }
svg text { font: 13px ui-monospace, monospace; fill: var(--text); text-anchor: middle; }
svg .text text { fill: var(--word); font-weight: 600; }
svg .rule rect { fill: var(--rule); }
@media (max-width: 800px) { nav { display: none; } main { padding: 1rem; } }`;
