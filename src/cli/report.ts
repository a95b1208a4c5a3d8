/** Diagnostics on a stream, for people. */
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { Palette } from "../language/diagnostics/palette.ts";
import { renderAll } from "../language/diagnostics/render.ts";
import { type Colors, colorsOf } from "./terminal.ts";

/** Writes them all, with how many there are; nothing where there is none. */
export function report(diagnostics: readonly Diagnostic[], stream: NodeJS.WriteStream, cwd: string): void {
  const text = renderAll(diagnostics, { folder: cwd, palette: paletteOf(colorsOf(stream)) });
  if (text !== "") stream.write(text);
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function paletteOf({ bold, red, yellow, cyan, blue, dim, green }: Colors): Palette {
  return {
    error: (text) => bold(red(text)),
    warning: (text) => bold(yellow(text)),
    advice: (text) => bold(cyan(text)),
    title: bold,
    secondary: blue,
    gutter: dim,
    help: green,
  };
}
