/** `vcl types`: the TypeScript contracts of a file's own components. */
import { basename } from "node:path";
import { contractMark, contractsText } from "../compiler/contracts.ts";
import { checkFile } from "./checked-file.ts";
import type { CommandFile, Given } from "./commands.ts";
import { readText } from "./disk-host.ts";
import { ownDeclarations } from "./own-declarations.ts";
import { Problem, printProblem } from "./problem.ts";
import { hasErrors, report } from "./report.ts";
import { saveText } from "./save-text.ts";
import { sourcePath } from "./source-path.ts";
import { shownPath } from "./terminal.ts";

export const { define, run }: CommandFile = {
  define(command) {
    command
      .option("--check", "write nothing; exit code 1 where a contract is missing or not up to date")
      .addHelpText(
        "after",
        "\nFor each file that declares components of its own, FILE.vcl.ts is written beside it: their options, what they" +
          "\nmake, and what makes `tsc` fail where an implementation is something else.",
      );
  },

  async run(given) {
    let code: 0 | 1 = 0;
    const unread: Problem[] = [];
    for (const word of given.words) {
      try {
        if (!contractOf(word, given)) code = 1;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        unread.push(error);
      }
    }
    const [problem, ...others] = unread;
    for (const other of others) printProblem(other);
    if (problem !== undefined) throw problem;
    return code;
  },
};

/** Writes one file's contracts, or compares them. False where the file has errors, or they are not up to date. */
function contractOf(word: string, given: Given): boolean {
  const { cwd, options } = given;
  const path = sourcePath(word, cwd);
  const result = checkFile(word, given, false);
  const own = ownDeclarations(result, path);
  report(result.diagnostics, process.stderr, cwd);
  if (hasErrors(result.diagnostics)) return false;
  if (own.length === 0) {
    console.log(`${word}: declares no component of its own`);
    return true;
  }
  const target = `${path}.ts`;
  const shown = shownPath(target, cwd);
  const text = contractsText(own, { source: basename(path) });
  const there = readText(target);
  if (there !== undefined && !there.startsWith(contractMark)) {
    throw new Problem(`${shown} is there and was not written by vcl`, {
      help: "move it, or give the .vcl another name",
    });
  }
  if (there === text) {
    console.log(`${shown}: up to date`);
    return true;
  }
  if (options.check === true) {
    console.log(`${shown}: ${there === undefined ? "missing" : "not up to date"}; vcl types ${word}`);
    return false;
  }
  saveText(target, text, cwd);
  console.log(`${shown}: written`);
  return true;
}
