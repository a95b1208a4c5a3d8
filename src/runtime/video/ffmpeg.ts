/**
 * One run of ffmpeg. fluent-ffmpeg, which builds the command line and starts the process, is no longer maintained: this is
 * the only module that imports it.
 */
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import createCommand from "fluent-ffmpeg";
import { RunError } from "../error.ts";

export interface FfmpegInput {
  /** A file, or raw data for the process's standard input. */
  readonly source: string | Readable;
  readonly options: readonly string[];
}

export interface FfmpegOutput {
  /** A file, or `-` for an output that writes nothing. */
  readonly target: string;
  readonly options: readonly string[];
}

/**
 * How it ended. `killed`: by a signal, or by its own handler of one (exit code 255), as happens to all processes of a
 * terminal on Ctrl-C; it says nothing about the video.
 */
export interface FfmpegEnd {
  readonly kind: "done" | "failed" | "killed";
  /** What ffmpeg wrote, or for `killed` how it died. */
  readonly log: string;
}

/**
 * Runs ffmpeg to its end. Files are given to it as `file:` names and without a shell, so any name will do. Rejects with the
 * signal's reason when that aborts (the process is killed), and with RunError where no process can be started.
 */
export function runFfmpeg(
  path: string,
  inputs: readonly FfmpegInput[],
  outputs: readonly FfmpegOutput[],
  signal: AbortSignal,
): Promise<FfmpegEnd> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const command = createCommand({ stdoutLines: 0 });
    command.setFfmpegPath(path);
    for (const { source, options } of inputs) {
      command.input(typeof source === "string" ? `file:${source}` : source).inputOptions([...options]);
    }
    for (const { target, options } of outputs) command.output(target).outputOptions([...options]);

    let running = false;
    const kill = (): void => {
      if (running) command.kill("SIGKILL");
    };
    const end = (settle: () => void): void => {
      signal.removeEventListener("abort", kill);
      if (signal.aborted) reject(signal.reason);
      else settle();
    };
    signal.addEventListener("abort", kill, { once: true });
    command
      .on("start", () => {
        running = true;
        if (signal.aborted) kill();
      })
      .on("end", (_stdout: string | null, stderr: string | null) => {
        end(() => resolve({ kind: "done", log: stderr ?? "" }));
      })
      .on("error", (error: Error, _stdout: string | null, stderr: string | null) => {
        end(() => {
          if ("code" in error && "syscall" in error) reject(cannotStart(path, error));
          else if (wasKilled(error.message)) resolve({ kind: "killed", log: error.message });
          else resolve({ kind: "failed", log: stderr || error.message });
        });
      })
      .run();
  });
}

/**
 * The same for files, but a process that dies by a signal is run once more after a moment: a terminal's Ctrl-C reaches the
 * processes before the run knows of it, and if the run goes on (or somebody else killed the process), nothing is lost.
 */
export async function runFfmpegPatiently(
  path: string,
  inputs: readonly (FfmpegInput & { readonly source: string })[],
  outputs: readonly FfmpegOutput[],
  signal: AbortSignal,
): Promise<FfmpegEnd> {
  const end = await runFfmpeg(path, inputs, outputs, signal);
  if (end.kind !== "killed") return end;
  await setTimeout(200, undefined, { signal }).catch(() => signal.throwIfAborted());
  return runFfmpeg(path, inputs, outputs, signal);
}

function wasKilled(message: string): boolean {
  return message.includes("killed with signal") || /exited with code 255\b/.test(message);
}

function cannotStart(path: string, error: Error): RunError {
  return new RunError(`${path} cannot be started: ${error.message}`, { code: "V0913", cause: error });
}
