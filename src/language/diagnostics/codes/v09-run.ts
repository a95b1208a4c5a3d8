import { code } from "./entry.ts";

export const runCodes = {
  V0901: code("error", () => "two checkpoints write to one folder"),
  V0902: code("warning", () => "this never happens within an epoch"),
  V0903: code<{ phase: string }>("warning", ({ phase }) => `no phase is called \`${phase}\``),
  V0904: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0905: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0906: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0907: code("warning", () => "this folder holds a run of another experiment", { outside: true }),
  V0908: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0909: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0910: code("advice", () => "an absolute path in a file that others import"),
  V0911: code<{ title: string }>("warning", ({ title }) => title, { outside: true }),
  V0912: code<{ title: string }>("warning", ({ title }) => title, { outside: true }),
  V0913: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  /** Components of one's own: found by loading their modules, by trying them out, and in a run. */
  V0920: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0921: code<{ title: string }>("error", ({ title }) => title, { outside: true }),
  V0922: code<{ name: string }>("error", ({ name }) => `${name} threw an error`, { outside: true }),
};
