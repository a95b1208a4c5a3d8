/** V01: names and modules. */
import { code } from "./entry.ts";

export const nameCodes = {
  /** A name that stands for nothing. `what` where only one sort of thing was asked for: "type". */
  V0101: code<{ name: string; what?: string }>("error", ({ name, what }) =>
    what === undefined ? `nothing is called \`${name}\` here` : `no ${what} is called \`${name}\``,
  ),
  /** `of` is the component's name, or what else was asked for a field. */
  V0102: code<{ of: string; name: string }>("error", ({ of, name }) => `${of} has no field \`${name}\``),
  /** `wanted` and `found` with their articles: "a meter", "cross_entropy is a loss". */
  V0103: code<{ wanted: string; found: string }>("error", ({ wanted, found }) => `${wanted} is wanted here, ${found}`),
  V0104: code<{ problem: string }>("error", ({ problem }) => problem),
  /** `how`: "set", "declared". */
  V0105: code<{ name: string; how: string }>("error", ({ name, how }) => `\`${name}\` is ${how}`),
  V0106: code<{ written: string; members: readonly string[] }>("error", ({ written, members }) => {
    const all = members.map((each) => `.${each}`).join(" ");
    return all.length <= 45 ? `not one of ${all}` : `\`.${written}\` is not one of the ${members.length} choices`;
  }),
  V0107: code<{ name: string; what: string }>("warning", ({ name, what }) =>
    what === "" ? `nothing uses \`${name}\`` : `nothing uses ${what} \`${name}\``,
  ),
  /** `found` where there is something of that name that has no fields: "this is a number". */
  V0108: code<{ of: string; name: string; found?: string; what?: string }>("error", ({ of, name, found, what }) =>
    found === undefined
      ? `${of} has no ${what ?? "head or field"} \`${name}\` to amend`
      : `\`${name}\` of ${of} cannot be amended, ${found}`,
  ),
  V0109: code<{ name: string }>("error", ({ name }) => `no parameter \`${name}\``),
  V0110: code<{ name: string; problem?: string }>("error", ({ name, problem }) =>
    problem === undefined ? `\`${name}\` depends on itself` : problem,
  ),
};
