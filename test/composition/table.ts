/**
 * A table of small programs, each of which shows one rule of the language: what values it resolves to, or the diagnostics
 * that it has, at the places marked ⟦…⟧ and ‹…› (see `language/helpers.ts`).
 */
import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../src/language/checked.ts";
import { textOfValue } from "../../src/language/values/print.ts";
import { showPath } from "../../src/language/values/show-path.ts";
import { check, type Expected, expectDiagnostics, type ProgramOptions, type Sources } from "../language/helpers.ts";

export interface Case extends ProgramOptions {
  /** What the program shows, in words. */
  readonly shows: string;
  readonly files: Sources;
  /** Values as they would be written, by a name of the file or a path of its experiment. */
  readonly values?: Readonly<Record<string, string>>;
  /** All diagnostics, in their order; none where it is left out. */
  readonly says?: Expected | readonly Expected[];
}

/** One rule of the language with the programs that show it. */
export function rule(name: string, cases: readonly Case[]): void {
  describe(name, () => {
    test.each(cases.map((each) => [each.shows, each] as const))(
      "%s",
      (_, { files, values = {}, says = [], ...options }) => {
        expectDiagnostics(files, says, options);
        const result = check(files, options);
        expect(Object.fromEntries(Object.keys(values).map((path) => [path, valueAt(path, result)]))).toEqual(values);
      },
    );
  });
}

function valueAt(path: string, result: CheckResult): string | undefined {
  const name = result.names.find((each) => each.name === path);
  if (name && name.kind !== "experiment") return textOfValue(name.value());
  const [experiment] = result.experiments;
  return experiment && showPath(path, experiment, result)?.value;
}

/** A whole experiment in few lines. */
export const base = `
/// Passes.
param epochs: epochs >= 1 = 2 epochs
param folder: dir = "motion"
let clips = motion { folder, clip: 8 frames, transform: resize_short(40 px) |> to_float }
data train = clips { split: .train, sample: random(1 clip per video), batch: 16 clips }
data test = clips { split: .test, sample: uniform(3 clips per video), batch: 12 clips }
model small = resnext3d {
  clip: train.clip
  blocks: [1, 1]
  planes: 8
  head action at stage2.last = fully_convolutional_linear {}
}
experiment e {
  phases: [train, test]
  model: small
  loss: cross_entropy
  optimizer: sgd { lr: 0.1, momentum: 0.9 }
  epochs
  meters: [accuracy]
  hooks: [log_progress { every: 3 steps }]
}
`;

/** A file of the program's own, and the experiment above beside it. */
export function above(text: string): Record<string, string> {
  return { "main.vcl": text, "base.vcl": base };
}
