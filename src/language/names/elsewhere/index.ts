/** What things are called elsewhere: in Classy Vision, mmaction2, SlowFast, PyTorchVideo, PyTorch and Python. */
import type { Alias, Aliases } from "./alias.ts";
import { classyVision } from "./classy-vision.ts";
import { mmaction2 } from "./mmaction2.ts";
import { pytorchVideo } from "./pytorchvideo.ts";
import { slowfast } from "./slowfast.ts";
import { members, values } from "./values.ts";

/** Option names by system; of a name that several have, the first one's entry counts. */
export const systems: Readonly<Record<string, Aliases>> = {
  "Classy Vision": classyVision,
  mmaction2,
  SlowFast: slowfast,
  PyTorchVideo: pytorchVideo,
};

/** The field that is meant by a name from elsewhere, and what else to know. Capital letters do not count: `BASE_LR`. */
export function fieldAlias(
  name: string,
  has: (field: string) => boolean,
): { readonly field?: string; readonly note?: string } | undefined {
  const alias = aliasOf(name.toLowerCase());
  if (alias === undefined) return undefined;
  const field = alias.to.find(has);
  return { ...(field === undefined ? {} : { field }), ...(alias.note === undefined ? {} : { note: alias.note }) };
}

function aliasOf(name: string): Alias | undefined {
  const system = Object.values(systems).find((aliases) => Object.hasOwn(aliases, name));
  return system?.[name];
}

/** What is meant by a name of a value from elsewhere. */
export function valueAlias(name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Which of these members is meant by a name from elsewhere. */
export function memberAlias(name: string, known: readonly string[]): string | undefined {
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  return member !== undefined && known.includes(member) ? member : undefined;
}
