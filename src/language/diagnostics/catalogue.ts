/**
 * Every code that vcl itself reports, with typed parameters: a report that lacks one does not compile. One file a family;
 * numbers are never reused.
 */

import type { CodeEntry, Traits } from "./codes/entry.ts";
import { syntaxCodes } from "./codes/v00-syntax.ts";
import { nameCodes } from "./codes/v01-names.ts";
import { typeCodes } from "./codes/v02-types.ts";
import { dataCodes } from "./codes/v03-data.ts";
import { transformCodes } from "./codes/v04-transforms.ts";
import { modelCodes } from "./codes/v05-model.ts";
import { headCodes } from "./codes/v06-heads.ts";
import { optimizerCodes } from "./codes/v07-optimizer.ts";
import { meterCodes } from "./codes/v08-meters.ts";
import { runCodes } from "./codes/v09-run.ts";
import type { Diagnostic, Fix, Label, Severity } from "./diagnostic.ts";

const catalogue = {
  ...syntaxCodes,
  ...nameCodes,
  ...typeCodes,
  ...dataCodes,
  ...transformCodes,
  ...modelCodes,
  ...headCodes,
  ...optimizerCodes,
  ...meterCodes,
  ...runCodes,
};

export type Code = keyof typeof catalogue;
type Params<C extends Code> = Parameters<(typeof catalogue)[C]["title"]>[0];

interface Parts {
  readonly primary: Label;
  readonly secondary?: readonly Label[];
  readonly why?: string;
  readonly fixes?: readonly Fix[];
  readonly helps?: readonly string[];
  readonly notes?: readonly string[];
  /** For the codes that are an error in one case and a warning in another. */
  readonly severity?: Severity;
}

/** A diagnostic of the catalogue: `params` fill its title, `parts` are the places, numbers and fixes. */
export function diagnose<C extends Code>(code: C, params: Params<C>, parts: Parts): Diagnostic {
  const entry = catalogue[code] as { severity: Severity; title: (p: Params<C>) => string };
  return {
    code,
    severity: parts.severity ?? entry.severity,
    title: entry.title(params),
    primary: parts.primary,
    secondary: parts.secondary ?? [],
    ...(parts.why === undefined ? {} : { why: parts.why }),
    fixes: parts.fixes ?? [],
    helps: parts.helps ?? [],
    notes: parts.notes ?? [],
  };
}

export function isKnownCode(code: string): code is Code {
  return Object.hasOwn(catalogue, code);
}

/** How severe a code can be, and whether only the command line reports it; its title depends on more. */
export function traitsOf(code: Code): Traits & { readonly severity: Severity } {
  const { severity, also, outside } = catalogue[code] as CodeEntry<never>;
  return { severity, ...(also ? { also } : {}), ...(outside ? { outside } : {}) };
}

/** All codes, in their order. */
export const knownCodes: readonly string[] = Object.keys(catalogue);
