/** `vcl new`: the files of a new experiment, or of a new component of one's own. */
import { homedir } from "node:os";
import { basename, dirname, relative, resolve } from "node:path";
import { suggest } from "../language/diagnostics/suggest.ts";
import { isKind, kinds } from "../language/types/type.ts";
import type { CommandFile, Given } from "./commands.ts";
import { slashed } from "./disk-host.ts";
import { ask, problemOf, type Question } from "./new/ask.ts";
import { componentFiles } from "./new/component-files.ts";
import { experimentText, type Wishes } from "./new/experiment-text.ts";
import { writeNew } from "./new/write-new.ts";
import { type ExitCode, Problem } from "./problem.ts";
import { quoted, shownPath } from "./terminal.ts";

/** Ends the command without a message of its own: whoever typed Ctrl-C knows. */
class Interrupted extends Error {}

export const { define, run }: CommandFile = {
  define(command) {
    command
      .option("--data <name>", "experiment: motion (sample videos), ucf_layout (your own videos) or ucf101")
      .option("--videos <folder>", "experiment: folder of the videos (default: a param of the file)")
      .option("--splits <folder>", "experiment: folder of the split lists (default: a param of the file)")
      .option("--classes <n>", "experiment: how many classes the lists name, for ucf_layout")
      .option("--clip <frames>", "experiment: frames of a clip")
      .option("--network <size>", "experiment: small, medium or large")
      .option("--epochs <n>", "experiment: passes over the training sample")
      .addHelpText(
        "after",
        `\nWHAT is experiment, or a kind of component: ${kinds.join(", ")}.` +
          "\nOn a terminal vcl asks for what is not given; elsewhere the defaults hold." +
          "\n\nExamples:\n  vcl new experiment actions.vcl --data ucf_layout --classes 6\n  vcl new head attention_pool",
      );
  },

  async run(given) {
    try {
      return await makeNew(given);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      console.error("nothing was written");
      return 130;
    }
  },
};

async function makeNew(given: Given): Promise<ExitCode> {
  const [word, second] = given.words;
  const what = await answer(
    word,
    { text: "What", choices: ["experiment", ...kinds], otherwise: "experiment" },
    "what to make: vcl new experiment NAME, or vcl new head NAME",
  );
  if (what !== "experiment" && !isKind(what))
    throw new Problem(`\`vcl new\` makes no ${what}`, { exitCode: 2, help: `experiment, ${kinds.join(", ")}` });
  const name = await answer(
    second,
    { text: "Name" },
    `a name: vcl new ${what} ${what === "experiment" ? "actions.vcl" : "my_name"}`,
  );
  const path = resolve(given.cwd, name.endsWith(".vcl") ? name : `${name}.vcl`);
  return what === "experiment" ? newExperiment(path, given) : newComponent(what, path, given);
}

function newComponent(kind: (typeof kinds)[number], path: string, { cwd, options }: Given): ExitCode {
  const stray = Object.keys(options)[0];
  if (stray !== undefined)
    throw new Problem(`--${stray} is for \`vcl new experiment\``, { exitCode: 2, help: "vcl new --help" });
  const files = componentFiles(kind, basename(path, ".vcl"), slashed(path), cwd);
  writeNew(files, cwd);
  const [vcl = "", ts = "", contract = ""] = [...files.keys()].map((each) => quoted(shownPath(each, cwd)));
  console.log(`${vcl}: what goes in, what comes out, on what conditions
${ts}: how
${contract}: the types between them; after a change of the first: vcl types ${vcl}
to try it: vcl check --conform ${vcl}`);
  return 0;
}

async function newExperiment(path: string, given: Given): Promise<ExitCode> {
  const { cwd, options } = given;
  const name = basename(path, ".vcl").replaceAll("-", "_");
  if (!/^[a-z_]\w*$/i.test(name))
    throw new Problem(`an experiment cannot be called \`${name}\``, { help: "letters, digits and _" });
  const flag = async (key: string, question: Question): Promise<string> => {
    const value = options[key];
    return answer(typeof value === "string" ? value : undefined, question, "", `--${key}`);
  };
  const data = (await flag("data", {
    text: "Data set",
    choices: ["motion", "ucf_layout", "ucf101"],
    otherwise: "motion",
  })) as Wishes["data"];
  const folder = async (key: "videos" | "splits", text: string): Promise<string | undefined> => {
    if (data === "motion" && key === "splits") return undefined;
    const value = await flag(key, { text, otherwise: "" });
    return value === "" ? undefined : seenFrom(dirname(path), resolve(cwd, value.replace(/^~(?=\/|$)/, homedir())));
  };
  const wishes: Wishes = {
    data,
    videos:
      data === "motion" && options.videos === undefined
        ? undefined
        : await folder("videos", "Folder of the videos (empty: given with each run)"),
    splits: await folder("splits", "Folder of the split lists (empty: given with each run)"),
    classes:
      data === "ucf_layout"
        ? Number(await flag("classes", { text: "Classes", otherwise: "10", check: countFrom(2) }))
        : 0,
    clip: Number.parseInt(
      await flag("clip", { text: "Frames of a clip", otherwise: "8", check: countFrom(1, /( frames?)?$/) }),
      10,
    ),
    network: (await flag("network", {
      text: "Network",
      choices: ["small", "medium", "large"],
      otherwise: "small",
    })) as Wishes["network"],
    epochs: Number(await flag("epochs", { text: "Epochs", otherwise: "20", check: countFrom(1) })),
  };
  writeNew(new Map([[path, experimentText(name, wishes)]]), cwd);
  const shown = quoted(shownPath(path, cwd));
  console.log(
    `${shown}: written\nto check it: vcl check ${shown}\nto run it: vcl train ${shown}${data !== "motion" && (!wishes.videos || !wishes.splits) ? " --help" : ""}`,
  );
  return 0;
}

/** A folder as a file in `from` names it: relative where it lies near. */
function seenFrom(from: string, folder: string): string {
  const near = relative(from, folder);
  return slashed(near.startsWith("..") || near === "" ? folder : near);
}

/**
 * What was given, checked; else what somebody answers on a terminal; else the default. Problem where there is none of these
 * (`needed` says what), or what was given does not do.
 */
async function answer(given: string | undefined, question: Question, needed: string, flag = ""): Promise<string> {
  if (given !== undefined) {
    const problem = problemOf(given, question.choices, question.check);
    if (problem === undefined) return given;
    const [close] = suggest(given, question.choices ?? []);
    throw new Problem(flag === "" ? problem : `${flag} ${given}: ${problem}`, {
      exitCode: 2,
      ...(close === undefined ? {} : { help: `did you mean ${close}?` }),
    });
  }
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    if (question.otherwise !== undefined && needed === "") return question.otherwise;
    throw new Problem(`\`vcl new\` needs ${needed}`, { exitCode: 2, help: "vcl new --help" });
  }
  const asked = await ask(question, process.stdin, process.stdout);
  if (asked.kind === "answered") return asked.answer;
  throw asked.kind === "interrupted" ? new Interrupted() : new Problem("the input ended; nothing was written");
}

/** A check for whole numbers from `low` on, which may end in a unit. */
function countFrom(low: number, unit = /$/): (answer: string) => string | undefined {
  return (answer) => {
    const digits = answer.replace(unit, "");
    return /^\d+$/.test(digits) && Number(digits) >= low ? undefined : `a whole number from ${low} on is wanted`;
  };
}
