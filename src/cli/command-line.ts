/** Reads one command line, calls its command, and gives the exit code. Usage errors get vcl's own words and exit code 2. */
import { Command, CommanderError } from "commander";
import { suggest } from "../language/diagnostics/suggest.ts";
import { type CommandEntry, type CommandFile, commands, type Given } from "./commands.ts";
import { Diagnosed, reportDiagnosed } from "./diagnosed.ts";
import { loadTools } from "./load-tools.ts";
import { type ExitCode, Problem, printProblem } from "./problem.ts";
import { splitArguments } from "./split-arguments.ts";
import { version } from "./version.ts";

/** `argv` is what follows `vcl`. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  try {
    return await follow(argv);
  } catch (error) {
    if (error instanceof Problem) {
      printProblem(error);
      return error.exitCode;
    }
    if (error instanceof Diagnosed) {
      reportDiagnosed(error, process.cwd());
      return 1;
    }
    // The runtime's own kind of Problem; only a command that loaded the runtime can throw it.
    if (!(error instanceof Error) || error.name !== "RunError") throw error;
    console.error((await loadTools()).explainError(error).text);
    return 1;
  }
}

async function follow(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    process.stderr.write(overview().helpInformation());
    return 2;
  }
  if (name === "--version" || name === "-V" || name === "-v") return print(`${version}\n`);
  if (name === "--help" || name === "-h") return print(overview().helpInformation());
  if (name === "help") return rest[0] === undefined ? print(overview().helpInformation()) : follow([...rest, "--help"]);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) throw noSuchCommand(name);
  return callCommand(name, entry, rest);
}

async function callCommand(name: string, entry: CommandEntry, argv: readonly string[]): Promise<ExitCode> {
  const file = await entry.load();
  const command = commandOf(entry, file);
  const split = splitArguments(argv, command.options);
  if (split.missing !== undefined) throw usage(name, `\`${split.missing}\` needs a value`);
  const unknown = entry.params ? undefined : split.args[0];
  if (unknown) throw usage(name, `\`vcl ${name}\` has no option \`--${unknown.name}\``);
  const parsed = parse(name, command, split.own);
  const given: Given = { ...parsed, args: split.args, cwd: process.cwd() };
  if (parsed.options.help === true) {
    return print(`${helpText(command)}${(await file.moreHelp?.(given)) ?? ""}`);
  }
  if (given.words.length < (entry.signature.match(/</g)?.length ?? 0))
    throw usage(name, `\`vcl ${name}\` needs ${whatIsMissing(entry)}`);
  return file.run(given);
}

function parse(name: string, command: Command, argv: readonly string[]): Pick<Given, "words" | "options"> {
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw usage(name, usageText(name, error));
    throw error;
  }
  return { words: command.args, options: command.opts() };
}

/** commander's errors, said in vcl's way. */
function usageText(name: string, error: CommanderError): string {
  const [quotedPart = ""] = /'[^']*'/.exec(error.message) ?? [];
  const what = quotedPart.slice(1, -1);
  if (error.code === "commander.unknownOption") return `\`vcl ${name}\` has no option \`${what}\``;
  if (error.code === "commander.excessArguments") return `\`vcl ${name}\` takes fewer words`;
  return error.message.replace(/^error: /, "");
}

function commandOf(entry: CommandEntry, file: CommandFile): Command {
  const [name = "", ...args] = entry.signature.split(" ");
  const command = new Command(`vcl ${name}`)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  // Arguments are counted by vcl, since `--help` may stand without them.
  for (const argument of args) command.argument(argument.replace("<", "[").replace(">", "]"));
  command.usage(`${args.join(" ")}${entry.params ? " [--param value …]" : ""} [options]`);
  command.description(`${entry.summary[0]?.toUpperCase()}${entry.summary.slice(1)}.`);
  file.define(command);
  return command.option("-h, --help", "show this help").showHelpAfterError(false);
}

/** With what the command adds below its options: `helpInformation` leaves that out. */
function helpText(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

function overview(): Command {
  const program = new Command("vcl")
    .description("Video-classification experiments: declared in a .vcl file, checked, compiled to TypeScript, trained.")
    .usage("<command> [file] [options]")
    .helpOption("-h, --help", "show this help; after a command and a file, that file's params too")
    .helpCommand(false)
    .option("--version", "show the version");
  for (const { signature, summary } of Object.values(commands)) program.command(signature).summary(summary);
  return program.configureHelp({ subcommandTerm: (command) => [command.name(), ...termsOf(command)].join(" ") });
}

function termsOf(command: Command): string[] {
  return command.registeredArguments.map((argument) => {
    const text = `${argument.name()}${argument.variadic ? "…" : ""}`;
    return argument.required ? `<${text}>` : `[${text}]`;
  });
}

function whatIsMissing(entry: CommandEntry): string {
  if (entry.signature.includes("<paths")) return "a .vcl file, a folder (`.` is this one), or `-` for standard input";
  return entry.signature.includes("...") ? "at least one .vcl file" : "a .vcl file";
}

function usage(name: string, message: string): Problem {
  return new Problem(message, { exitCode: 2, help: `vcl ${name} --help` });
}

function noSuchCommand(name: string): Problem {
  const near = suggest(name, Object.keys(commands))[0];
  const all = Object.keys(commands).join(", ");
  return new Problem(`there is no command \`${name}\``, {
    exitCode: 2,
    help: near === undefined ? `commands: ${all}` : `did you mean \`vcl ${near}\`?`,
  });
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return 0;
}
