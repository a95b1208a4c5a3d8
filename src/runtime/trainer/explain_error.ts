/** Text for whatever a program threw: one message for a user's mistake, the stack for a bug. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { RunError } from "../error.ts";
import { UsageError } from "./usage_error.ts";

export interface Explained {
  readonly text: string;
  /** 2 where the command line is wrong, else 1. */
  readonly exitCode: 1 | 2;
}

export function explainError(error: unknown): Explained {
  if (error instanceof UsageError) return { text: message("error", error.message, undefined, error.help), exitCode: 2 };
  if (error instanceof RunError) {
    const title = error.code === undefined ? "error" : `error[${error.code}]`;
    return { text: message(title, error.message, vclPlace(error.stack), error.help), exitCode: 1 };
  }
  return { text: error instanceof Error ? (error.stack ?? String(error)) : `error: ${String(error)}`, exitCode: 1 };
}

/** The innermost place of a stack that lies in a `.vcl` file: `ucf101.vcl:61:3`, relative to the current folder. */
export function vclPlace(stack: string | undefined): string | undefined {
  const [, file, place] = /\(?((?:file:\/\/)?[^\s()]*\.vcl|\/[^\n()]*\.vcl):(\d+:\d+)\)?/.exec(stack ?? "") ?? [];
  if (file === undefined) return undefined;
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  const near = relative(process.cwd(), path);
  return `${near.startsWith("..") ? path : near}:${place}`;
}

function message(title: string, text: string, place: string | undefined, help: string | undefined): string {
  const lines = [`${title}: ${text}`];
  if (place !== undefined) lines.push(`   ┌─ ${place}`);
  for (const line of help === undefined ? [] : help.split("\n")) lines.push(`   help: ${line}`);
  return lines.join("\n");
}
