/** `vcl doctor`: what this machine has, and what to type about what it lacks. */
import type { CommandFile } from "./commands.ts";
import { loadTools, type Tools } from "./load-tools.ts";
import { type Colors, colorsOf } from "./terminal.ts";

type Facts = Awaited<ReturnType<Tools["doctor"]>>;
type EngineFacts = Facts["engines"][number];

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

const row = (name: string, text: string): string => `${name.padEnd(11)}${text}`;

function textOf(facts: Facts, colors: Colors): string {
  const { bold, red, dim } = colors;
  const { ffmpeg } = facts;
  const lines = [
    row("vcl", facts.vcl),
    row("node", facts.node),
    row("system", facts.system),
    row("processor", `${facts.processor}, ${coresText(facts)}`),
    row("memory", `${(facts.memoryBytes / 2 ** 30).toFixed(1)} GiB`),
    row("ffmpeg", ffmpeg.usable ? `${ffmpeg.version}, ${ffmpeg.path}` : `${red("no")}: ${ffmpeg.why}`),
    ...(ffmpeg.usable || ffmpeg.help === undefined ? [] : [row("", dim(`help: ${ffmpeg.help}`))]),
    "",
    bold("engines"),
    ...facts.engines.flatMap((engine) => engineLines(engine, colors)),
    "",
    pickText(facts, colors),
  ];
  return `${lines.join("\n")}\n`;
}

/** Two threads of a core are told apart from two cores: only the latter compute twice as fast. */
function coresText({ cores, processors }: Facts): string {
  const text = `${cores} ${cores === 1 ? "core" : "cores"}`;
  return processors === cores ? text : `${text} with ${processors} threads`;
}

function engineLines({ name, what, usable, version, device, why, help, selfTest }: EngineFacts, colors: Colors) {
  const { green, red, dim } = colors;
  const more = (text: string): string => row("", dim(`     ${text}`));
  const verdict = usable
    ? `${green("yes")}  ${[what, version, device].filter(Boolean).join(" · ")}`
    : `${selfTest === undefined ? "no " : red("no ")}  ${what}`;
  return [
    row(`  ${name}`, verdict),
    ...(usable ? [] : [more(why ?? "")]),
    ...(help === undefined ? [] : [more(`help: ${help}`)]),
    ...(selfTest === undefined ? [] : [more(testText(selfTest))]),
  ];
}

function testText({ passed, gradientError, forwardGflops, backwardGflops }: NonNullable<EngineFacts["selfTest"]>) {
  const error = `gradients ${passed ? "right" : "wrong"} (error ${gradientError.toExponential(0)})`;
  return `tested: ${error}, convolutions at ${rate(forwardGflops)} forward and ${rate(backwardGflops)} backward`;
}

/** Which engine `auto` takes, and why not one before it. */
function pickText({ engines, auto }: Facts, { bold, red }: Colors): string {
  if (auto === undefined) return red("no engine works here, so nothing can be trained");
  const before = engines.slice(
    0,
    engines.findIndex(({ name }) => name === auto),
  );
  const names = before.map(({ name }) => name);
  const others = [...(names.length > 1 ? [names.slice(0, -1).join(", ")] : []), ...names.slice(-1)].join(" and ");
  const why =
    before.length === 0 ? "it is the first in the list" : `it is the first that works; ${others} would come before it`;
  return `--engine auto takes ${bold(auto)}: ${why}`;
}

function rate(gflops: number): string {
  return `${gflops.toFixed(gflops < 10 ? 1 : 0)} GFLOP/s`;
}
