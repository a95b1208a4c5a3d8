/** The language's own words that are no tokens: for the colours of editors. */
import type { Vocabulary } from "../../grammar/textmate.ts";
import { typeNames } from "../../src/language/types/resolve.ts";
import { isKind } from "../../src/language/types/type.ts";
import { unitNamed, unitNames, unitText } from "../../src/language/types/units.ts";

export const vocabulary: Vocabulary = {
  units: [...new Set(unitNames.flatMap((unit) => [unitText(unit, undefined, 2), unitText(unit, undefined, 1)]))],
  // Kinds and units are names of fields as well, and far more often.
  types: typeNames.filter((name) => !isKind(name) && unitNamed(name) === undefined),
};
