/** What differs between two resolved experiments. */
import type { Place } from "../values/provenance.ts";
import type { Shown } from "../values/show.ts";

/** What a difference is about; `names` are params and `let`s that fields are computed from. */
export type Group = "names" | "data" | "model" | "loss" | "optimizer" | "meters" | "hooks" | "run";

export const groups: readonly Group[] = ["names", "data", "model", "loss", "optimizer", "run", "meters", "hooks"];

/** One side of a difference: the value as it would be written, and where it was set. */
export interface Side {
  readonly text: string;
  readonly how: Shown["how"];
  /** Newest first, as `vcl show` has them. */
  readonly places: readonly Place[];
}

export interface Difference {
  /** `train.clip`; several where the same change, made at the same place, shows in several fields. */
  readonly paths: readonly string[];
  readonly group: Group;
  /** Left out where there is nothing of the kind on that side. */
  readonly before?: Side;
  readonly after?: Side;
}

/** What somebody wrote, and what only follows from it. */
export interface Differences {
  readonly causes: readonly Difference[];
  readonly consequences: readonly Difference[];
}

/** `phases.train.clip` is called `train.clip`, as everywhere else. */
export function pathAndGroup(path: string): { readonly path: string; readonly group: Group } {
  const [first = ""] = path.split(".");
  if (first === "phases") return { path: path === first ? path : path.slice(first.length + 1), group: "data" };
  const own = groups.find((each) => each === first);
  return { path, group: own ?? "run" };
}
