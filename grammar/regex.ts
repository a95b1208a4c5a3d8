/** Regular expressions of tokens as editors' Oniguruma reads them: there `\w` takes letters of all scripts, and `[` nests. */

/** What `\b` means where words are made of ASCII letters. */
export const wordStart = "(?<![A-Za-z0-9_])";
export const wordEnd = "(?![A-Za-z0-9_])";

/** The same language as `pattern`, for Oniguruma. */
export function oniguruma(pattern: RegExp): string {
  const parts = pattern.source.match(/\\u[0-9A-Fa-f]{4}|\\.|[^\\]/gu) ?? [];
  let inClass = false;
  return parts
    .map((part) => {
      if (part === "\\d") return inClass ? "0-9" : "[0-9]";
      if (part === "\\w") return inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]";
      if (part === "\\/") return "/";
      if (part.startsWith("\\u")) return `\\x{${part.slice(2)}}`;
      if (part === "[" && inClass) return "\\[";
      if (part === "[") inClass = true;
      if (part === "]") inClass = false;
      return part;
    })
    .join("");
}

/** A text as a pattern that matches it alone. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
