/** Syntax: what stands in the text is not a `.vcl` file yet. */
import { code } from "./entry.ts";

export const syntaxCodes = {
  /** Something else was expected; `title` says what, in words made for the place. */
  V0001: code<{ readonly title: string }>("error", ({ title }) => title),
  V0002: code<{ readonly bracket: string }>("error", ({ bracket }) => `this \`${bracket}\` is never closed`),
  /** A character that only looks like one of vcl's. */
  V0003: code<{ readonly title: string }>("error", ({ title }) => title),
  V0004: code("error", () => "this text is never closed"),
  V0005: code<{ readonly what: "field" | "binding"; readonly sign: ":" | "=" }>(
    "error",
    ({ what, sign }) => `a ${what} is written with \`${sign}\``,
  ),
};
