/** `vcl doctor`: what this machine has, and what to type about what it lacks. */
import type { CommandFile } from "./commands.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { type Colors, colorsOf } from "./terminal.ts";

type Facts = Awaited<ReturnType<Tools["doctor"]>>;
type Test = Awaited<ReturnType<Tools["testEngine"]>>;

export const { define, run }: CommandFile = {
  define(command) {
    command.option("--json", "print the facts for machines");
  },

  async run({ options }) {
    const tools = await loadTools();
    const facts = await tools.doctor();
    const colors = colorsOf(process.stdout);
    if (options.json !== true) process.stdout.write(textOf(facts, colors));
    const auto = facts.engines.find(({ name }) => name === facts.auto)?.name;
    const test = auto && (await tools.testEngine(auto));
    if (options.json === true) console.log(JSON.stringify({ ...facts, selfTest: test ?? null }, null, 2));
    else if (test !== undefined) console.log(testText(test, colors));
    return facts.ffmpeg.usable && test?.passed ? 0 : 1;
  },
};

function testText({ passed, gradientError, forwardGflops, backwardGflops }: Test, { green, red }: Colors): string {
  const verdict = passed ? green("right") : red("wrong");
  const speed = `convolutions at ${rate(forwardGflops)} forward and ${rate(backwardGflops)} backward`;
  return `self-test: gradients ${verdict} (error ${gradientError.toExponential(0)}), ${speed}`;
}

function rate(gflops: number): string {
  return `${gflops.toFixed(gflops < 10 ? 1 : 0)} GFLOP/s`;
}

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
