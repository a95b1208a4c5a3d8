import type { Template } from "./template.ts";

/** A rate that falls by steps. */
export const scheduleTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// A rate that is multiplied by \`factor\` at regular places of the run.
extern schedule ${name} from "./${name}.ts" {
  /// The rate at the start.
  from: real > 0
  /// What it is multiplied by.
  factor: real in 0..1 = 0.1
  /// How often.
  times: int >= 1 = 2
  /// Share of the run, as a part of \`a then b\`.
  over: real in 0..1 = 100%
}
`,
  ts: `import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ from, factor = 0.1, times = 2, over = 1 }) => ({
  over,
  describe: () => ({ component: "${name}", options: { from, factor, times, over } }),
  // \`where\`: the part of the run's steps that are done, from 0 to below 1.
  at: (where) => from * factor ** Math.floor(where * (times + 1)),
});
`,
});
