/**
 * One run of ffmpeg. fluent-ffmpeg builds the command line and is no longer maintained: this is the only module that imports
 * it. It does not start the process, since it throws past its caller where a process cannot be started.
 */
import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import createCommand from "fluent-ffmpeg";
import { RunError } from "../error.ts";

export interface FfmpegInput {
  /** A file of any name. */
  readonly source: string;
  readonly options: readonly string[];
}

export interface FfmpegOutput {
  /** A file's absolute path, or `-` for an output that writes nothing. */
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
 * Runs ffmpeg to its end. A process that dies by a signal is run once more after a moment: a terminal's Ctrl-C reaches the
 * processes before the run knows of it, and if the run goes on (or somebody else killed the process), nothing is lost. Rejects
 * with the signal's reason when that aborts (the process is killed), and with RunError where no process can be started.
 */
export async function runFfmpeg(
  path: string,
  inputs: readonly FfmpegInput[],
  outputs: readonly FfmpegOutput[],
  signal: AbortSignal,
): Promise<FfmpegEnd> {
  const options = commandLine(inputs, outputs);
  const end = await runOnce(path, options, signal);
  if (end.kind !== "killed") return end;
  await setTimeout(200, undefined, { signal }).catch(() => signal.throwIfAborted());
  return runOnce(path, options, signal);
}

/** Inputs are given as `file:` names, so that neither a leading dash nor a colon means anything else. */
function commandLine(inputs: readonly FfmpegInput[], outputs: readonly FfmpegOutput[]): readonly string[] {
  const command = createCommand();
  for (const { source, options } of inputs) command.input(`file:${source}`).inputOptions(...options);
  for (const { target, options } of outputs) command.output(target).outputOptions(...options);
  return ["-hide_banner", "-nostdin", "-nostats", ...command._getArguments()];
}

function runOnce(path: string, options: readonly string[], signal: AbortSignal): Promise<FfmpegEnd> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(path, options, { stdio: ["ignore", "ignore", "pipe"], windowsHide: true });
    const kill = (): void => {
      child.kill("SIGKILL");
    };
    const log: string[] = [];
    signal.addEventListener("abort", kill, { once: true });
    child.stderr.setEncoding("utf8").on("data", (text: string) => log.push(text));
    child.on("error", (error) => {
      signal.removeEventListener("abort", kill);
      reject(new RunError(`${path} cannot be started: ${error.message}`, { code: "V0913", cause: error }));
    });
    child.on("close", (code, death) => {
      signal.removeEventListener("abort", kill);
      if (signal.aborted) reject(signal.reason);
      else if (death !== null) resolve({ kind: "killed", log: `ffmpeg was killed by ${death}` });
      else if (code === 255) resolve({ kind: "killed", log: "ffmpeg was interrupted" });
      else resolve({ kind: code === 0 ? "done" : "failed", log: log.join("") });
    });
  });
}
