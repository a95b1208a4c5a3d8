import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { RunError } from "../error.ts";
import { diskError } from "./disk_error.ts";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one that got the same number; empty where the system does not say. */
  readonly started: string;
}

/**
 * Takes a run's folder for this process, so that no two runs write into it at once; gives back what frees it. RunError where
 * a living process has it. A lock whose process is gone does not count.
 */
export function lockRunFolder(out: string): () => void {
  const path = join(out, ".lock");
  const own: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(own), { flag: "wx" });
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST"))
        throw diskError(error, `into the run's folder ${out}`);
      const owner = readOwner(path);
      if (attempt > 2 || (owner !== undefined && isAlive(owner))) {
        throw new RunError(`another run (process ${owner?.pid ?? "unknown"}) is writing into ${out}`, {
          help: `wait for it, or choose another folder with --out; if there is none, remove ${path}`,
        });
      }
      rmSync(path, { force: true });
    }
  }
  const release = (): void => {
    process.off("exit", release);
    rmSync(path, { force: true });
  };
  process.once("exit", release);
  return release;
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return startOf(owner.pid) === owner.started;
}

/** The time at which a process started, where `/proc` tells it. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
