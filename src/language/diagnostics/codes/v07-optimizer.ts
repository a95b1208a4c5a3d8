import { plural } from "../words.ts";
import { code } from "./entry.ts";

export const optimizerCodes = {
  V0701: code<{ title: string }>("error", ({ title }) => title),
  V0702: code("warning", () => "this milestone is never reached"),
  V0703: code<{ percent: string }>("error", ({ percent }) => `the parts cover ${percent} of training`),
  V0704: code<{ from: string; to: string }>(
    "warning",
    ({ from, to }) => `the rate jumps from ${from} to ${to} at the join`,
  ),
  V0705: code<{ lr: string; clips: number }>(
    "advice",
    ({ lr, clips }) => `a rate of ${lr} is high for batches of ${plural(clips, "clip")}`,
  ),
  V0706: code<{ title: string }>("error", ({ title }) => title),
  V0707: code("warning", () => "this part is longer than training"),
};
