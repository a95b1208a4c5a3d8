/** Damage that knows nothing of the language: characters and stretches of text. */
import type { Draw } from "./draw.ts";

/** Characters that texts from elsewhere bring along. */
const odd = [
  ..."\0\t\n\r\v\f\u001b\u007f\u0085\u00a0\u00ad\u2028\u2029\u200b\u200d\u2060\ufeff\ufffd",
  ...["\r\n", "\ud800", "\udc00", "é", "e\u0301", "×", "漢", "ｘ", "👩‍👩‍👧", "𝔵", "\u202e", "“", "”", "‘", "‚", "–"],
  ..."\"'`#@$&|\\/*{}[]()<>=:;,.?!%^+-~_0159xXeE",
];

const line = /[^\n]*\n?/g;

export function damageBytes(text: string, draw: Draw): string {
  const at = draw.below(text.length + 1);
  const length = draw.below(draw.chance(0.2) ? 200 : 6);
  const there = draw.below(text.length + 1);
  switch (draw.below(11)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    case 2:
      return text.slice(0, at) + draw.pick(odd) + text.slice(at);
    case 3:
      return text.slice(0, at) + draw.pick(odd) + text.slice(at + 1);
    case 4:
      return text.slice(0, at) + String.fromCharCode(draw.below(0x10000)) + text.slice(at);
    case 5:
      return text.slice(0, at) + text.slice(there, there + length) + text.slice(at);
    case 6:
      return text.slice(0, at);
    case 7:
      return text.replaceAll("\n", draw.pick(["\r\n", "\r", "\n\n", " ", "\t\n", "\u2028"]) ?? "");
    case 8:
      return `${draw.pick(["\ufeff", "\0", "\r", "#!", "//", "///", "//!"])}${text}`;
    case 9:
      return text.slice(0, at) + (draw.pick(odd) ?? "").repeat(draw.below(400)) + text.slice(at);
    default:
      return moveLines(text, draw);
  }
}

function moveLines(text: string, draw: Draw): string {
  const lines = text.match(line) ?? [];
  const taken = lines.splice(draw.below(lines.length), 1 + draw.below(4));
  if (draw.chance(0.5)) lines.splice(draw.below(lines.length + 1), 0, ...taken);
  lines.splice(draw.below(lines.length + 1), 0, ...taken);
  return lines.join("");
}
