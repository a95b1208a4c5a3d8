/** An exception that a user's own component threw, as a diagnostic: the line that threw it, and what made the component. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Label } from "../language/diagnostics/diagnostic.ts";
import { positionAt, type SourceFile, type Span, startsOfLines } from "../language/source/source-file.ts";
import { Diagnosed } from "./diagnosed.ts";
import { readText, slashed } from "./disk-host.ts";
import type { OwnComponent } from "./own-components.ts";
import { type StackFrame, stackFrames } from "./stack-frames.ts";

/** vcl's own code, as built and as its source maps name it. */
const ownFolders = ["dist/", "src/", "node_modules/"].map((folder) =>
  slashed(fileURLToPath(new URL(`../../${folder}`, import.meta.url))),
);

/** More uses than these are not listed. */
const mostUses = 3;

/** The whole stack is shown where this environment variable is set. */
export const wantsStack = (): boolean => Boolean(process.env.VCL_STACK);

/**
 * The error as a diagnostic, where the innermost code that is neither vcl's, a package's nor Node's is a component's; else
 * undefined: then it is vcl's own mistake, or not about code at all. `tried` is what it was tried with, for the message.
 */
export function componentFailure(error: unknown, own: readonly OwnComponent[], tried?: string): Diagnosed | undefined {
  if (!(error instanceof Error)) return undefined;
  const frames = stackFrames(error.stack);
  const thrown = frames.find(({ file }) => !isForeign(file));
  if (thrown === undefined || thrown.file.endsWith(".vcl") || isProgram(thrown.file)) return undefined;
  const text = readText(thrown.file);
  if (text === undefined) return undefined;
  const component = frames.flatMap(({ file }) => own.filter(({ declaration }) => declaration.module === file))[0];
  const named = thrown.name === undefined || thrown.name.startsWith("file:") ? "" : `, in \`${thrown.name}\``;
  const failure = diagnose(
    "V0922",
    { name: component?.declaration.name ?? "a component of your own" },
    {
      primary: { span: spanOf({ path: thrown.file, text, origin: "file" }, thrown), text: `thrown here${named}` },
      secondary: component ? madeHere(component, frames) : [],
      why: messageOf(error),
      notes: tried === undefined ? [] : [`tried: ${tried}`],
      helps: [...helpsOf(error), ...(wantsStack() ? [] : ["the whole stack: VCL_STACK=1 in front of the command"])],
    },
  );
  return new Diagnosed([failure], wantsStack() ? error.stack : undefined);
}

/** A package's source map may name sources that are not installed. */
function isForeign(file: string): boolean {
  return (
    file.startsWith("node:") ||
    file.includes("/node_modules/") ||
    ownFolders.some((folder) => file.startsWith(folder)) ||
    !existsSync(file)
  );
}

/** The emitted program, where its map leads nowhere. */
function isProgram(file: string): boolean {
  return /\/experiment\.m?[tj]s$/.test(file);
}

/** The use that the stack names, as with an exception of the factory; else every use. */
function madeHere({ uses, declaration }: OwnComponent, frames: readonly StackFrame[]): readonly Label[] {
  if (uses.length === 0) return [{ span: declaration.node.name.span, text: "declared here" }];
  const inStack = uses.filter(({ file, start, end }) => {
    const [first, last] = [positionAt(file, start).line, positionAt(file, end).line];
    return frames.some((frame) => frame.file === file.path && frame.line >= first && frame.line <= last);
  });
  const shown = inStack.length > 0 ? inStack.slice(0, 1) : uses;
  const more = shown.length > mostUses ? `, and in ${shown.length - mostUses} more places` : "";
  return shown.slice(0, mostUses).map((span, i) => ({
    span,
    text: `the component is made here${i === mostUses - 1 ? more : ""}`,
  }));
}

/** From where the stack points to the end of the word there. */
function spanOf(file: SourceFile, { line, column }: StackFrame): Span {
  const start = Math.min((startsOfLines(file)[line - 1] ?? 0) + column - 1, file.text.length);
  const [word = ""] = /^(?:[\w$.]+|\S)/.exec(file.text.slice(start)) ?? [];
  return { file, start, end: start + word.length };
}

/** On one line; `TypeError: …` where it is one of JavaScript's own. */
function messageOf({ name, message }: Error): string {
  const text = message.replace(/\s*\n\s*/g, " ");
  return name === "Error" || name === "RunError" ? text : `${name}: ${text}`;
}

function helpsOf(error: Error): readonly string[] {
  return "help" in error && typeof error.help === "string" ? error.help.split("\n") : [];
}
