/** `vcl emit`: the TypeScript program that an experiment becomes. */
import { resolve } from "node:path";
import { checkFile, chooseExperiment, helpOfFile } from "./checked-file.ts";
import type { CommandFile } from "./commands.ts";
import { compile } from "./compile.ts";
import { linkRuntime, writeMap, writeProgram } from "./program-folder.ts";
import { addSourceOptions } from "./source-options.ts";
import { shownPath } from "./terminal.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command.option(
      "-o, --output <folder>",
      "write the program there, with its source map and what Node needs to run it",
    );
    addSourceOptions(command);
  },

  async run(given) {
    const { cwd, options } = given;
    const result = checkFile(given.words[0] ?? "", given, false);
    const experiment = chooseExperiment(result, given);
    if (experiment === undefined) return 1;
    if (typeof options.output !== "string") {
      process.stdout.write((await compile(experiment, result, { cwd })).ts);
      return 0;
    }
    const into = resolve(cwd, options.output);
    const program = await compile(experiment, result, { cwd, into });
    const file = await writeProgram(program, into);
    await writeMap(program, into);
    await linkRuntime(into);
    console.error(`written to ${shownPath(into, cwd)}; to run it: node ${shownPath(file, cwd)} --help`);
    return 0;
  },

  moreHelp: helpOfFile,
};
