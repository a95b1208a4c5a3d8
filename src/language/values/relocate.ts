/** Moves a tree or a diagnostic that was read from a piece of a text to the piece's place in the whole text. */
import type { Span } from "../source/source-file.ts";

/** The same data with every span shifted into `place`, at whose start the piece begins. */
export function relocated<T>(data: T, place: Span): T {
  return moved(data, place) as T;
}

function moved(data: unknown, place: Span): unknown {
  if (Array.isArray(data)) return data.map((each) => moved(each, place));
  if (typeof data !== "object" || data === null) return data;
  if (isSpan(data)) {
    return { file: place.file, start: place.start + data.start, end: place.start + data.end };
  }
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, moved(value, place)]));
}

function isSpan(data: object): data is Span {
  return "file" in data && "start" in data && "end" in data;
}
