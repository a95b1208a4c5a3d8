/** What the runtime refuses because of an option of `vcl train`: a diagnostic that points at the option. */
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { SourceFile } from "../language/source/source-file.ts";
import type { Given } from "./commands.ts";

/** The option that each of these codes is about. */
const optionOf = { V0908: "resume", V0909: "engine" } as const;

/** Undefined where the error is about something else, or the option was left out. */
export function runtimeDiagnostic(error: unknown, { options }: Given): Diagnostic | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (!(error instanceof Error) || (code !== "V0908" && code !== "V0909")) return undefined;
  const name = `--${optionOf[code]}`;
  const given = options[optionOf[code]];
  if (given === undefined) return undefined;
  const value = typeof given === "string" ? ` ${given}` : "";
  const file: SourceFile = { path: "command line", text: `${name}${value}`, origin: "argument" };
  const start = value === "" ? 0 : name.length + 1;
  const help = "help" in error && typeof error.help === "string" ? error.help : undefined;
  const [title = "", ...reason] = error.message.split(": ");
  return diagnose(
    code,
    { title },
    {
      ...(reason.length > 0 ? { why: reason.join(": ") } : {}),
      primary: { span: { file, start, end: file.text.length }, text: "" },
      helps: help === undefined ? [] : help.split("\n"),
    },
  );
}
