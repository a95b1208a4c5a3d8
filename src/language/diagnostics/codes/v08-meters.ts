import { code } from "./entry.ts";

export const meterCodes = {
  V0801: code<{ title: string }>("error", ({ title }) => title, { also: "warning" }),
  V0802: code<{ phase: string; gives: string }>("error", ({ phase, gives }) => `${phase} gives ${gives}`),
  V0803: code<{ name: string; other: string }>("warning", ({ name, other }) => `${name} is the same as ${other} here`),
  V0804: code<{ name: string }>("error", ({ name }) => `${name} does not fit the data's labels`),
  V0805: code<{ path: string }>("error", ({ path }) => `no meter gives \`${path}\``),
};
