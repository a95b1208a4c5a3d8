/**
 * The emitter: the half of the compiler that needs ts-morph, in a process of its own. So a process that trains never has it in
 * its memory (a thread that has ended leaves a third of it behind), and loads the runtime meanwhile.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Emitted } from "../compiler/emit.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import { Problem } from "./problem.ts";

/** What the process answers: the program, or what was thrown instead. */
export type Answer = { readonly emitted: Emitted } | { readonly error: unknown };

/** The process cannot be started, or was killed. */
export class EmitterLost extends Problem {}

interface Emitter {
  ask(plan: Plan): Promise<Emitted>;
  end(): void;
}

interface Waiting {
  resolve(emitted: Emitted): void;
  reject(error: unknown): void;
}

/** From its start until it ends: one for all programs of a command. */
let running: Emitter | undefined;

/** Starts it where it does not run yet, so that it loads while other things are done. Costs a few milliseconds. */
export function startEmitter(): void {
  running ??= open();
}

/**
 * The plan's program, with the user's own components read from the disk. Throws what the emitter threw; EmitterLost where its
 * process is no more.
 */
export async function emitted(plan: Plan): Promise<Emitted> {
  running ??= open();
  return running.ask(plan);
}

/** Gives its memory back, before a run that needs it. It ends with the command by itself. */
export function endEmitter(): void {
  running?.end();
  running = undefined;
}

function open(): Emitter {
  const child = forked();
  const waiting: Waiting[] = [];
  const giveUp = (why: string): void => {
    if (running === emitter) running = undefined;
    const problem = lost(why);
    for (const { reject } of waiting.splice(0)) reject(problem);
  };
  // Only while an answer is awaited does it keep the command from ending.
  const hold = (): void => {
    const way = waiting.length > 0 ? "ref" : "unref";
    child[way]();
    child.channel?.[way]();
  };
  child.on("message", (answer: Answer) => {
    const asked = waiting.shift();
    hold();
    if ("emitted" in answer) asked?.resolve(answer.emitted);
    else asked?.reject(answer.error);
  });
  child.on("error", ({ message }) => giveUp(message));
  child.on("exit", (code, signal) => giveUp(signal ?? `it ended with ${code}`));
  hold();
  const emitter: Emitter = {
    ask: (plan) =>
      new Promise((resolve, reject) => {
        // Where it could not be started, or is gone, one of the events above says so. Sent first: what cannot be sent throws.
        if (child.connected) child.send(plan);
        waiting.push({ resolve, reject });
        hold();
      }),
    end: () => child.disconnect(),
  };
  return emitter;
}

function forked(): ChildProcess {
  const file = fileURLToPath(new URL("../../bin/emitter.js", import.meta.url));
  try {
    return fork(file, {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: options(),
    });
  } catch (error) {
    // Some of the reasons are thrown, the others come as events.
    throw lost(error instanceof Error ? error.message : String(error));
  }
}

/** Node's own options, but for those that would make two processes wait for a debugger at one door. */
function options(): string[] {
  return process.execArgv.filter((option) => !option.startsWith("--inspect"));
}

function lost(why: string): EmitterLost {
  const hungry = ["SIGKILL", "ENOMEM", "EAGAIN"].some((sign) => why.includes(sign));
  return new EmitterLost(`the compiler's process was lost: ${why}`, {
    help: hungry ? "there may be no memory left for it" : "once more; if it stays so, `npm run build` builds vcl anew",
  });
}
