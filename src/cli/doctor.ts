/** `vcl doctor`: what this machine has, and what to type about what it lacks. */
import type { CommandFile } from "./commands.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { type Colors, colorsOf } from "./terminal.ts";

type Facts = Awaited<ReturnType<Tools["doctor"]>>;

export const { define, run }: CommandFile = {
  define(command) {
    command.option("--json", "print the facts for machines");
  },

  async run({ options }) {
    const tools = await loadTools();
    const facts = await tools.doctor();
    if (options.json === true) console.log(JSON.stringify(facts, null, 2));
    else process.stdout.write(textOf(facts, colorsOf(process.stdout)));
    return facts.ffmpeg.usable && facts.auto !== undefined ? 0 : 1;
  },
};

function textOf(facts: Facts, { bold, green, red, dim }: Colors): string {
  const row = (name: string, text: string): string => `${name.padEnd(11)}${text}`;
  const more = (text: string): string => row("", dim(text));
  const { ffmpeg } = facts;
  const lines = [
    row("vcl", facts.vcl),
    row("node", facts.node),
    row("system", facts.system),
    row("processor", `${facts.processor}, ${facts.cores} ${facts.cores === 1 ? "core" : "cores"}`),
    row("memory", `${(facts.memoryBytes / 2 ** 30).toFixed(1)} GiB`),
    row("ffmpeg", ffmpeg.usable ? `${ffmpeg.version}, ${ffmpeg.path}` : `${red("no")}: ${ffmpeg.why}`),
    ...(ffmpeg.usable || ffmpeg.help === undefined ? [] : [more(`help: ${ffmpeg.help}`)]),
    "",
    bold("engines"),
    ...facts.engines.flatMap(({ name, what, usable, version, device, why, help }) => [
      row(
        `  ${name}`,
        usable ? `${green("yes")}  ${[what, version, device].filter(Boolean).join(" · ")}` : `no   ${what}`,
      ),
      ...(usable ? [] : [more(`     ${why ?? ""}`)]),
      ...(usable || help === undefined ? [] : [more(`     help: ${help}`)]),
    ]),
    "",
    facts.auto === undefined
      ? red("no engine works here, so nothing can be trained")
      : `--engine auto takes ${bold(facts.auto)}, the first that works`,
  ];
  return `${lines.join("\n")}\n`;
}
