/** The options type of a component: a property for each field, doc comments carried over. */
import type { ComponentDeclaration, Field } from "../../language/declarations/declaration.ts";
import { followsFromOthers, isRequired } from "../../language/declarations/declaration.ts";
import { textOf } from "../../language/source/source-file.ts";
import { docLines } from "../emit/comments.ts";
import { lineWidth } from "../emit/document.ts";
import { camelCase } from "../plan/names.ts";
import { optionTypes } from "./option-type.ts";

export interface Option {
  readonly name: string;
  /** The emitted program always gives it. */
  readonly required: boolean;
  readonly lines: readonly string[];
}

/** In the order in which the program writes them: a head is told its name first. */
export function optionsOf(declaration: ComponentDeclaration): readonly Option[] {
  const fields = [...declaration.fields.values()].map((field): Option => {
    const required = isAlwaysGiven(field, declaration);
    const name = camelCase(field.name);
    const docs = [...field.docs, ` \`${textOf(field.node.span).replace(/\s+/g, " ")}\``];
    return { name, required, lines: [...docLines(docs), ...propertyLines(name, required, optionTypes(field.type))] };
  });
  if (declaration.kind !== "head") return fields;
  const name = [...docLines([" What the program calls this head."]), "readonly name: string;"];
  return [{ name: "name", required: true, lines: name }, ...fields];
}

/** Whether the program gives it in any case: the field is open, or follows from what the program knows. */
function isAlwaysGiven(field: Field, declaration: ComponentDeclaration): boolean {
  const { kind, fields } = declaration;
  if (field.type.kind === "clip_type") return true;
  // A model that is told its whole clip is told none of the clip's sizes beside it.
  const knowsDims =
    kind === "head" || (kind === "model" && ![...fields.values()].some(({ type }) => type.kind === "clip_type"));
  if (field.derived) return knowsDims && field.phase !== "test";
  return isRequired(field) || followsFromOthers(field, declaration);
}

function propertyLines(name: string, required: boolean, types: readonly string[]): readonly string[] {
  const head = `readonly ${name}${required ? "" : "?"}:`;
  const line = `${head} ${types.join(" | ")};`;
  if (2 + line.length <= lineWidth) return [line];
  return [head, ...types.map((type, i) => `  | ${type}${i === types.length - 1 ? ";" : ""}`)];
}
