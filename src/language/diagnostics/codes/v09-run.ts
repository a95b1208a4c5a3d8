import { code } from "./entry.ts";

export const runCodes = {
  V0901: code("error", () => "two checkpoints write to one folder"),
  V0902: code("warning", () => "this never happens within an epoch"),
  V0903: code<{ phase: string }>("warning", ({ phase }) => `no phase is called \`${phase}\``),
  /** Found by looking at the disk: reported by the command line with what the runtime saw. */
  V0904: code<{ title: string }>("error", ({ title }) => title),
  V0905: code<{ title: string }>("error", ({ title }) => title),
  V0906: code<{ title: string }>("error", ({ title }) => title),
  V0908: code<{ title: string }>("error", ({ title }) => title),
  V0909: code<{ title: string }>("error", ({ title }) => title),
  V0912: code<{ title: string }>("warning", ({ title }) => title),
  V0913: code<{ title: string }>("error", ({ title }) => title),
  /** Components of one's own: found by loading their modules, by trying them out, and in a run. */
  V0920: code<{ title: string }>("error", ({ title }) => title),
  V0921: code<{ title: string }>("error", ({ title }) => title),
  V0922: code<{ name: string }>("error", ({ name }) => `${name} threw an error`),
};
