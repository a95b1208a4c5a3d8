/** `vcl diff`: how two resolved experiments differ, and why. */
import { differences } from "../language/differences/differences.ts";
import { numberDifferences } from "../language/differences/numbers.ts";
import { totalsOf } from "../language/shapes/costs.ts";
import { showExperiment } from "../language/values/show.ts";
import { helpOfFile } from "./checked-file.ts";
import type { CommandFile } from "./commands.ts";
import { type DiffSide, diffSides } from "./diff-sides.ts";
import { diffJson, diffText, type Summary } from "./diff-text.ts";
import { networkCosts } from "./network-costs.ts";
import { Problem } from "./problem.ts";
import { addSourceOptions } from "./source-options.ts";
import { colorsOf } from "./terminal.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command.option("--json", "print it for machines");
    addSourceOptions(command).addHelpText(
      "after",
      "\nOf one file alone, params and --set make the other side. --a.NAME and --b.NAME change one side:\n" +
        "  vcl diff a.vcl b.vcl\n  vcl diff exp.vcl --set train.clip=32\n  vcl diff exp.vcl --a.fold 1 --b.fold 2\n" +
        "  vcl diff exp.vcl --a.experiment one --b.experiment two\n" +
        "\nExit code: 0 no difference, 1 differences, 2 an error.",
    );
  },

  async run(given) {
    try {
      const sides = diffSides(given);
      if (sides === undefined) return 2;
      const [before, after] = sides;
      const found = differences(...shownBoth(before, after));
      const numbers = numberDifferences(before.experiment, after.experiment);
      const whole = { causes: found.causes, consequences: [...found.consequences, ...numbers] };
      const summaries = [await summaryOf(before), await summaryOf(after)] as const;
      if (given.options.json === true) console.log(JSON.stringify(diffJson(whole, summaries, given.cwd), null, 2));
      else process.stdout.write(diffText(whole, summaries, given.cwd, colorsOf(process.stdout)));
      return whole.causes.length + whole.consequences.length > 0 ? 1 : 0;
    } catch (error) {
      // 1 means that there are differences.
      if (error instanceof Problem && error.exitCode === 1)
        throw new Problem(error.message, { exitCode: 2, ...(error.help === undefined ? {} : { help: error.help }) });
      throw error;
    }
  },

  moreHelp: helpOfFile,
};

function shownBoth(before: DiffSide, after: DiffSide) {
  const [a, b] = [before, after].map(({ experiment, result }) => showExperiment(experiment, result));
  if (!a || !b) throw new Error("two sides");
  return [a, b] as const;
}

async function summaryOf({ given, experiment, result }: DiffSide): Promise<Summary> {
  const { costs } = await networkCosts(experiment, result, given.cwd);
  const phase = experiment.phases.find(({ role }) => role === "train");
  return {
    file: given.words[0] ?? "",
    experiment: experiment.name,
    args: given.args,
    steps: phase?.steps,
    ...(costs ? { parameters: totalsOf(costs).parameters, macs: totalsOf(costs).macs } : {}),
  };
}
