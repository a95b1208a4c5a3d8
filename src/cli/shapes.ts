/** `vcl shapes`: tensors, parameters and cost, phase by phase. */
import { shapesJson, shapesText } from "../language/shapes/report.ts";
import { checkFile, chooseExperiment, helpOfFile } from "./checked-file.ts";
import type { CommandFile } from "./commands.ts";
import { Diagnosed } from "./diagnosed.ts";
import { type NetworkCosts, networkCosts } from "./network-costs.ts";
import { report } from "./report.ts";
import { addSourceOptions } from "./source-options.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command.option("--json", "print them for machines");
    addSourceOptions(command);
  },

  async run(given) {
    const result = checkFile(given.words[0] ?? "", given, false);
    const experiment = chooseExperiment(result, given);
    if (experiment === undefined) return 1;
    const known = await networkCosts(experiment, result, given.cwd).catch((error: unknown): NetworkCosts => {
      // The shapes follow from declarations alone; only the costs need what is declared.
      if (!(error instanceof Diagnosed)) throw error;
      report(error.diagnostics, process.stderr, given.cwd);
      return { why: "a component of one's own cannot be made" };
    });
    const { costs } = known;
    const why = "why" in known ? known.why : undefined;
    if (given.options.json === true) console.log(JSON.stringify(shapesJson(experiment, costs), null, 2));
    else process.stdout.write(shapesText(experiment, costs, why));
    return 0;
  },

  moreHelp: helpOfFile,
};
