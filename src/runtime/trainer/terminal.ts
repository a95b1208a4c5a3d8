/** Where people read: a live line in a terminal, plain lines elsewhere; and a copy of all of it in the run's log. */
import type { Console } from "../experiment.ts";
import type { LineFile } from "./line_file.ts";

/** The part of a stream that is written to: `process.stdout`. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  /** The terminal's width. */
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** A console on `stream`; a terminal that cannot move its cursor (`TERM=dumb`) gets plain lines. */
export function streamConsole(stream: TextStream = process.stdout, terminal = process.env.TERM): Console {
  const moves = stream.isTTY === true && terminal !== "dumb";
  let live = false;
  const line = (text: string): void => {
    stream.write(`${live ? eraseLine : ""}${text}\n`);
    live = false;
  };
  return {
    line,
    warn: (text) => line(`warning: ${text}`),
    live(text) {
      if (!moves) return;
      stream.write(`${eraseLine}${fitted(text, (stream.columns ?? 80) - 1)}`);
      live = true;
    },
    progress(text) {
      if (!moves) line(text);
    },
  };
}

/** The same console, with every line that stays also written to the log. */
export function loggedConsole(shown: Console, log: LineFile): Console {
  return {
    line(text) {
      log.append(text);
      shown.line(text);
    },
    warn(text) {
      log.append(`warning: ${text}`);
      shown.warn(text);
    },
    live: (text) => shown.live(text),
    progress(text) {
      log.append(text);
      (shown.progress ?? shown.line).call(shown, text);
    },
  };
}

const eraseLine = "\r\u001b[K";

function fitted(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join("")}…`;
}
