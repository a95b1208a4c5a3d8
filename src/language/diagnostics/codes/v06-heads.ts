import { plural } from "../words.ts";
import { code } from "./entry.ts";

export const headCodes = {
  V0601: code<{ model: string; block: string }>("error", ({ model, block }) => `${model} has no block \`${block}\``),
  V0602: code<{ title: string }>("error", ({ title }) => title),
  V0603: code<{ title: string }>("error", ({ title }) => title),
  V0604: code<{ title: string }>("error", ({ title }) => title),
  V0605: code<{ data: number | string; stated: number | string }>(
    "error",
    ({ data, stated }) => `the data has ${data} classes, not ${stated}`,
  ),
  V0606: code<{ name: string } | { heads: number } | { unknown: string }>("error", (p) => {
    if ("name" in p) return `two heads are called \`${p.name}\``;
    if ("unknown" in p) return `the model has no head \`${p.unknown}\``;
    return p.heads === 0 ? "the model has no head" : `which of the ${plural(p.heads, "head")}?`;
  }),
  V0607: code("warning", () => "part of the trunk gets no gradient"),
  V0608: code<{ what: string }>("error", ({ what }) => `this ${what} does not fit what the head yields`),
  V0609: code("error", () => "this loss takes other labels than the data gives"),
};
