import { code } from "./entry.ts";

export const transformCodes = {
  /** Reported by transforms' declarations. */
  V0401: code<{ title: string }>("error", ({ title }) => title, { also: "warning" }),
  V0402: code<{ name: string; takes: string; gives: string; already: boolean }>("error", (p) =>
    p.already
      ? `${p.name} takes ${p.takes}, the clip is ${p.gives} already`
      : `${p.name} takes ${p.takes}, the clip is still ${p.gives}`,
  ),
  V0403: code<{ title: string }>("error", ({ title }) => title),
  V0404: code("warning", () => "the clip is normalized twice"),
  V0405: code<{ train: string; test: string }>(
    "warning",
    ({ train, test }) => `${test} clips are scaled otherwise than ${train} clips`,
  ),
  V0406: code("warning", () => "a random transform in a phase that tests"),
  V0407: code("warning", () => "mirroring changes this data set's labels"),
  V0408: code("error", () => "clips of different size cannot share a batch"),
};
