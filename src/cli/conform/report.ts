/** What `vcl check --conform` says of a file's own components. */
import type { CheckResult } from "../../language/checked.ts";
import type { ComponentDeclaration } from "../../language/declarations/declaration.ts";
import { diagnose } from "../../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { Diagnosed } from "../diagnosed.ts";
import { diskHost } from "../disk-host.ts";
import { emitted } from "../emitter.ts";
import { ownDeclarations } from "../own-declarations.ts";
import { moduleSpan } from "../unusable-module.ts";
import { conform, type Verdict } from "./conform.ts";

/** Tries every component that the file at `path` (absolute) declares. One diagnostic for each component that fails. */
export async function conformProblems(result: CheckResult, path: string, cwd: string): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const declaration of ownDeclarations(result, path)) {
    try {
      const verdict = await conform(declaration, { host: diskHost(), cwd, path, emit: emitted });
      found.push(...diagnosticsOf(declaration, verdict));
    } catch (error) {
      if (!(error instanceof Diagnosed)) throw error;
      found.push(...error.diagnostics);
    }
  }
  return found;
}

function diagnosticsOf(declaration: ComponentDeclaration, { broken, untried }: Verdict): readonly Diagnostic[] {
  if (untried !== undefined) {
    const primary = { span: declaration.node.name.span, text: "" };
    return [
      diagnose(
        "V0921",
        { title: `no way was found to try ${declaration.name}` },
        { severity: "warning", primary, why: `with random options within the declared ranges: ${untried}` },
      ),
    ];
  }
  return broken.slice(0, 1).map(({ title, span, label, why, help, tried }) =>
    diagnose(
      "V0921",
      { title },
      {
        primary: { span, text: label === "" ? "" : label },
        secondary: [{ span: moduleSpan(declaration), text: "its module" }],
        ...(why === undefined ? {} : { why }),
        helps: help === undefined ? [] : [help],
        notes: [`tried: ${tried}`],
      },
    ),
  );
}
