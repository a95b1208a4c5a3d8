/** `vcl show`: the resolved experiment, and where each value was set. */
import { checkFile, chooseExperiment, helpOfFile } from "./checked-file.ts";
import type { CommandFile } from "./commands.ts";
import { addSourceOptions } from "./source-options.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command.option("--json", "print it for machines");
    addSourceOptions(command);
  },

  async run(given) {
    const result = checkFile(given.words[0] ?? "", given, false);
    const experiment = chooseExperiment(result, given);
    return experiment === undefined ? 1 : 0;
  },

  moreHelp: helpOfFile,
};
