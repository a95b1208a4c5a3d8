import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messageFor, messages } from "../../grammar/messages.ts";
import { read } from "../../grammar/read.ts";
import type { Mistake } from "../../grammar/recovery.ts";

const text = readFileSync(new URL("../fixtures/syntax/every_form.vcl", import.meta.url), "utf8");

/** What the parser notices when each token is left out, is another one, has another one before it, or is the last. */
function mistakes(): Mistake[] {
  const others = [";", "other", "1", "in", "}", "\n"];
  return read(text, "file").tokens.flatMap((token) => {
    const before = text.slice(0, token.startOffset);
    const after = text.slice(token.startOffset + token.image.length);
    const variants = [
      before + after,
      before,
      ...others.flatMap((other) => [`${before}${other} ${after}`, `${before}${other} ${token.image}${after}`]),
    ];
    return variants.flatMap((variant) => read(variant, "file").mistakes);
  });
}

describe("words for mistakes", () => {
  const seen = [...mistakes(), ...["1 2", "1 +"].flatMap((value) => read(value, "expression").mistakes)];

  it("parses without one", () => {
    expect(read(text, "file").mistakes).toEqual([]);
  });

  it("there are for everything that the parser expects, and for nothing else", () => {
    expect([...new Set(seen.map(({ key }) => key))].sort()).toEqual(Object.keys(messages).sort());
  });

  it("are short titles in lower case, without a full stop", () => {
    const titles = [...new Set(seen.map((mistake) => messageFor(mistake).title))];
    expect(titles.filter((title) => title.length >= 60 || !/^[a-z`]/.test(title) || /[.!]$/.test(title))).toEqual([]);
  });

  it("label the place in eight words at most", () => {
    const labels = [...new Set(seen.map((mistake) => messageFor(mistake).label ?? ""))];
    expect(labels.filter((label) => label.split(" ").length > 8)).toEqual([]);
  });
});
