/** Options of every command that reads a `.vcl` file. */
import type { Command } from "commander";

export function addSourceOptions(command: Command): Command {
  return command
    .option("--experiment <name>", "which experiment, where the file has several")
    .option("--set <path=value>", "change a field, such as optimizer.momentum=0.95; may be repeated")
    .addHelpText(
      "after",
      `\nParams of the file are flags: --fold 2. With a file, --help lists them: ${command.name()} exp.vcl --help`,
    );
}
