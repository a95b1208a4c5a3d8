/** `vcl show`: the resolved experiment, and where each value was set. */
import { suggest } from "../language/diagnostics/suggest.ts";
import { type Shown, showExperiment } from "../language/values/show.ts";
import { showNames, showPath } from "../language/values/show-path.ts";
import { checkFile, chooseExperiment, helpOfFile } from "./checked-file.ts";
import type { CommandFile } from "./commands.ts";
import { Problem } from "./problem.ts";
import { hasErrors, report } from "./report.ts";
import { shownJson, shownText } from "./show-text.ts";
import { addSourceOptions } from "./source-options.ts";
import { colorsOf } from "./terminal.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command.option("--json", "print it for machines");
    addSourceOptions(command).addHelpText(
      "after",
      "\nExamples:\n  vcl show exp.vcl\n  vcl show exp.vcl model.clip\n  vcl show exp.vcl train.batch",
    );
  },

  async run(given) {
    const [word = "", field] = given.words;
    const result = checkFile(word, given, false);
    // A file of shared values has names to show.
    const isShared = result.experiments.length === 0 && result.names.length > 0 && !hasErrors(result.diagnostics);
    const experiment = isShared ? undefined : chooseExperiment(result, given);
    if (isShared) report(result.diagnostics, process.stderr, given.cwd);
    else if (experiment === undefined) return 1;
    const whole = experiment ? showExperiment(experiment, result) : showNames(word, result);
    const shown = field === undefined ? whole : showPath(field, experiment, result);
    if (shown === undefined) {
      const names = result.names.map(({ name }) => name);
      const top = [...new Set([...namesBelow(whole, ""), ...names])];
      throw noSuchField(field ?? "", top, (path) => showPath(path, experiment, result));
    }
    if (given.options.json === true) console.log(JSON.stringify(shownJson(shown, given.cwd), null, 2));
    else process.stdout.write(shownText(shown, given.cwd, colorsOf(process.stdout)));
    return 0;
  },

  moreHelp: helpOfFile,
};

function namesBelow({ fields }: Shown, path: string): string[] {
  return fields.map(({ name }) => (path === "" ? name : `${path}.${name}`));
}

/** Names the last part that exists, and what is there instead of the next one. */
function noSuchField(path: string, top: readonly string[], find: (path: string) => Shown | undefined): Problem {
  const parts = path.split(".");
  const known = parts.findLastIndex((_, i) => find(parts.slice(0, i + 1).join(".")) !== undefined);
  const parent = parts.slice(0, known + 1).join(".");
  const shown = known < 0 ? undefined : find(parent);
  const choices = shown === undefined ? top : namesBelow(shown, parent);
  const near = suggest(parts.slice(0, known + 2).join("."), choices);
  if (shown?.fields.length === 0) return new Problem(`${parent} is ${shown.value}, which has nothing below it`);
  const what = shown === undefined ? "there is no" : `${parent} has no`;
  return new Problem(`${what} \`${parts[known + 1] ?? path}\``, {
    ...(near.length > 0
      ? { help: `did you mean ${near.join(", ")}?` }
      : choices.length > 0
        ? { help: `there is ${choices.join(", ")}` }
        : {}),
  });
}
