/** A mistake of vcl's own: its stack, told in the places of the sources and not of the bundle. */
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";

/** What is printed for an error that should not have happened. */
export function bugReport(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const maps = new Map<string, SourceMap | undefined>();
  const lines = stack.split("\n").map((line) =>
    line.replace(/([^\s()]+\.cjs):(\d+):(\d+)/, (place, file: string, row: string, column: string) => {
      if (!maps.has(file)) maps.set(file, mapOf(file));
      const entry = maps.get(file)?.findEntry(Number(row) - 1, Number(column) - 1);
      if (entry === undefined || !("originalSource" in entry)) return place;
      return `${entry.originalSource.replace(/^(\.\.\/)+/, "")}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    }),
  );
  return `This is a mistake of vcl itself, not of yours. Please report it with all that follows.\n\n${lines.join("\n")}`;
}

function mapOf(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")));
  } catch {
    return undefined;
  }
}
