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
 * The plan's program, with the user's own components read from the disk. Throws what the emitter threw; Problem where its
 * process cannot be started, or is killed.
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
  const lost = (why: string): void => {
    if (running === emitter) running = undefined;
    const problem = lostProblem(why);
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
  child.on("error", ({ message }) => lost(message));
  child.on("exit", (code, signal) => lost(signal ?? `it ended with ${code}`));
  hold();
  const emitter: Emitter = {
    ask: (plan) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        hold();
        // Where it could not be started, or is gone, one of the events above says so.
        if (child.connected) child.send(plan);
      }),
    end: () => child.disconnect(),
  };
  return emitter;
}

function forked(): ChildProcess {
  const file = fileURLToPath(new URL("../../bin/emitter.js", import.meta.url));
  try {
    return fork(file, { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
  } catch (error) {
    // Some of the reasons are thrown, the others come as events.
    throw lostProblem(error instanceof Error ? error.message : String(error));
  }
}

function lostProblem(why: string): Problem {
  return new Problem(`the compiler's process was lost: ${why}`, { help: "there may be no memory left for it" });
}
