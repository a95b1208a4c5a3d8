/** V02: types and units. */
import { code } from "./entry.ts";

export const typeCodes = {
  /** `wanted` and `found` as phrases: "a yes/no", "this is text". */
  V0201: code<{ wanted: string; found: string }>("error", ({ wanted, found }) => `${wanted} wanted, ${found}`),
  V0202: code<{ wanted: string; found: string }>("error", ({ wanted, found }) => `${wanted} are wanted, ${found}`),
  V0203: code<{ number: string }>("error", ({ number }) => `${number} what?`),
  /** `problem`: "fold is 1, 2 or 3". */
  V0204: code<{ problem: string }>("error", ({ problem }) => problem),
  V0205: code<{ name: string; count: string; problem?: string }>("error", ({ name, count, problem }) =>
    problem === undefined ? `\`${name}\` needs ${count}` : problem,
  ),
  V0206: code<{ open: readonly string[] }>("error", ({ open }) => {
    const all = `still open: ${open.map((each) => `\`${each}\``).join(", ")}`;
    return all.length < 60 ? all : `${open.length} fields are still open`;
  }),
  V0207: code("error", () => "this range is empty"),
  V0208: code("error", () => "whole numbers here"),
  /** Declarations ask for it themselves: `require distinct(topk) else warn V0209 "…"`. */
  V0209: code<{ title: string }>("warning", ({ title }) => title),
  /** A file's own `check … else "…"`: the text is the user's. */
  V0210: code<{ message: string }>("error", ({ message }) => message),
};
