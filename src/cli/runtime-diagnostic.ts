/** What the runtime refuses because of an option of `vcl train`: a diagnostic that points at the option. */
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { Given } from "./commands.ts";
import { optionPlace } from "./option-place.ts";

/** The option that each of these codes is about. */
const optionOf = { V0908: "resume", V0909: "engine" } as const;

/** Undefined where the error is about something else. */
export function runtimeDiagnostic(error: unknown, given: Given): Diagnostic | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (!(error instanceof Error) || (code !== "V0908" && code !== "V0909")) return undefined;
  const help = "help" in error && typeof error.help === "string" ? error.help : undefined;
  const [title = "", ...reason] = error.message.split(": ");
  return diagnose(
    code,
    { title },
    {
      ...(reason.length > 0 ? { why: reason.join(": ") } : {}),
      primary: { span: optionPlace(optionOf[code], given), text: "" },
      helps: help === undefined ? [] : help.split("\n"),
    },
  );
}
