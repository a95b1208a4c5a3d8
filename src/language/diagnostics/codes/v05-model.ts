import { plural } from "../words.ts";
import { code } from "./entry.ts";

export const modelCodes = {
  V0501: code<{ title: string }>("error", ({ title }) => title),
  V0502: code<{ title: string }>("error", ({ title }) => title),
  V0503: code<{ title: string }>("error", ({ title }) => title),
  V0504: code<{ title: string }>("error", ({ title }) => title),
  V0505: code<{ title: string }>("error", ({ title }) => title),
  V0506: code<{ title: string }>("error", ({ title }) => title),
  V0507: code<{ name: string }>("warning", ({ name }) => `\`${name}\` has no effect here`),
  V0508: code<{ clips: number; bytes: string }>(
    "advice",
    ({ clips, bytes }) => `${plural(clips, "clip")} keep ${bytes} of activations`,
    { outside: true },
  ),
};
