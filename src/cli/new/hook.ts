import type { Template } from "./template.ts";

/** A line in the log after each phase. */
export const hookTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// Says after every phase how the loss has changed.
extern hook ${name} from "./${name}.ts" {
  /// Epochs between two lines.
  every: epochs >= 1 = 1 epoch
}
`,
  ts: `import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ every = 1 } = {}) => ({
  describe: () => ({ component: "${name}", options: { every } }),
  start: ({ console }) => {
    let losses: { [phase: string]: number } = {};
    return {
      phase: ({ phase, epoch, loss }) => {
        const before = losses[phase];
        if (before !== undefined && epoch % every === 0) {
          console.line(\`\${phase}: the loss went from \${before.toFixed(3)} to \${loss.toFixed(3)}\`);
        }
        losses[phase] = loss;
      },
      // What a checkpoint keeps, as JSON.
      save: () => losses,
      load: (state) => {
        losses = { ...(state as typeof losses) };
      },
    };
  },
});
`,
});
