/** Where an option of the command line stands, for a diagnostic that points at it. */
import type { SourceFile, Span } from "../language/source/source-file.ts";
import type { Given } from "./commands.ts";

/** The option's value where it was given one, else the option itself. */
export function optionPlace(option: string, { options }: Given): Span {
  const name = `--${option}`;
  const given = options[option];
  const value = typeof given === "string" ? ` ${given}` : "";
  const file: SourceFile = { path: "command line", text: `${name}${value}`, origin: "argument" };
  return { file, start: value === "" ? 0 : name.length + 1, end: file.text.length };
}
