import { plural } from "../words.ts";
import { code } from "./entry.ts";

export const dataCodes = {
  V0301: code<{ role: "train" | "test" }>("error", ({ role }) =>
    role === "test" ? "a phase that tests reads the training split" : "the phase that trains reads the test split",
  ),
  V0302: code<{ train: string; test: string }>(
    "error",
    ({ train, test }) => `${train} and ${test} come from different folds`,
  ),
  /** Reported by data sets' declarations. */
  V0303: code<{ title: string }>("warning", ({ title }) => title),
  /** `case`: `empty` where the only batch is dropped, `single` where batch norm sees one value. */
  V0304: code<{ clips: number; case: "empty" | "single" | "few" }>(
    "warning",
    (p) => {
      if (p.case === "empty") return "no batch is full, and the rest is dropped";
      return p.case === "single"
        ? "batch norm would see a single value"
        : `the last batch holds ${plural(p.clips, "clip")}`;
    },
    { also: "error" },
  ),
  V0305: code("warning", () => "more clips are taken than there are"),
  V0306: code("warning", () => "the last video would be counted in part", { also: "error" }),
  V0307: code("error", () => "a batch does not hold whole videos"),
  V0308: code("error", () => "clips of different size cannot share a batch"),
  V0309: code("error", () => "shuffling clips scatters a video over batches"),
  V0310: code("warning", () => "a different test set every epoch"),
  V0311: code<{ frames: number; clips: number }>(
    "warning",
    ({ frames, clips }) => `a ${frames}-frame video has ${plural(clips, "distinct clip")}`,
  ),
  V0312: code("error", () => "one index for two data sets"),
  V0313: code("error", () => "nothing is trained"),
};
