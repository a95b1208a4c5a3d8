/** Where ffmpeg is, and what this ffmpeg understands. */
import { execFile } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { RunError } from "../error.ts";

/** Where to look; a test hands in places of its own. */
export interface Places {
  readonly env: { readonly [name: string]: string | undefined };
  /** The program that the package @ffmpeg-installer/ffmpeg ships, where it is installed. */
  packaged(): string | undefined;
}

export type FoundFfmpeg =
  | {
      readonly kind: "found";
      readonly path: string;
      readonly from: "FFMPEG_PATH" | "PATH" | "@ffmpeg-installer/ffmpeg";
    }
  /** `what` is at fault, where something is: a path. */
  | { readonly kind: "missing"; readonly message: string; readonly what?: string; readonly help: string };

/** An ffmpeg that starts. */
export interface Ffmpeg {
  readonly path: string;
  readonly version: string;
  /** The options that keep every decoded frame once: `-fps_mode passthrough`, before ffmpeg 5.1 `-vsync passthrough`. */
  readonly everyFrame: readonly [string, string];
}

export const usualPlaces: Places = { env: process.env, packaged: packagedFfmpeg };

/** The environment's FFMPEG_PATH, else ffmpeg on the PATH, else the one that the packages of vcl brought. */
export function findFfmpeg({ env, packaged }: Places = usualPlaces): FoundFfmpeg {
  const named = env.FFMPEG_PATH;
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return { kind: "found", path: named, from: "FFMPEG_PATH" };
    const help = "unset FFMPEG_PATH, or set it to the ffmpeg program";
    return { kind: "missing", message: "FFMPEG_PATH names no program", what: named, help };
  }
  const name = process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg";
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    if (folder !== "" && isProgram(path)) return { kind: "found", path, from: "PATH" };
  }
  const shipped = packaged();
  if (shipped === undefined || !existsSync(shipped)) {
    return { kind: "missing", message: "ffmpeg was not found", help: lineToType() };
  }
  if (!makeExecutable(shipped)) {
    return { kind: "missing", message: "ffmpeg may not be executed", what: shipped, help: `chmod +x ${shipped}` };
  }
  return { kind: "found", path: shipped, from: "@ffmpeg-installer/ffmpeg" };
}

const started = new Map<string, Promise<Ffmpeg>>();

/** Finds ffmpeg and asks it, once per process, what it understands. RunError V0913 where there is none that starts. */
export function openFfmpeg(places: Places = usualPlaces): Promise<Ffmpeg> {
  const found = findFfmpeg(places);
  if (found.kind === "missing") {
    const message = found.what === undefined ? found.message : `${found.message}: ${found.what}`;
    return Promise.reject(new RunError(message, { code: "V0913", help: found.help }));
  }
  const known = started.get(found.path);
  if (known !== undefined) return known;
  const asked = ask(found.path);
  started.set(found.path, asked);
  asked.catch(() => started.delete(found.path));
  return asked;
}

function ask(path: string): Promise<Ffmpeg> {
  return new Promise((resolve, reject) => {
    execFile(path, ["-h", "long"], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const version = /ffmpeg version (\S+)/.exec(stderr)?.[1];
      if (error !== null || version === undefined) {
        const why = error?.message.split("\n")[0] ?? "its help text is not ffmpeg's";
        reject(new RunError(`${path} is not an ffmpeg that starts: ${why}`, { code: "V0913", help: lineToType() }));
        return;
      }
      const option = /^-fps_mode\b/m.test(stdout) ? "-fps_mode" : "-vsync";
      resolve({ path, version, everyFrame: [option, "passthrough"] });
    });
  });
}

function packagedFfmpeg(): string | undefined {
  try {
    const installer: unknown = createRequire(import.meta.url)("@ffmpeg-installer/ffmpeg");
    const hasPath = typeof installer === "object" && installer !== null && "path" in installer;
    return hasPath && typeof installer.path === "string" ? installer.path : undefined;
  } catch {
    return undefined;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** npm may have skipped the script that marks the shipped program as executable. */
function makeExecutable(path: string): boolean {
  if (isProgram(path)) return true;
  try {
    chmodSync(path, 0o755);
  } catch {
    return false;
  }
  return isProgram(path);
}

function lineToType(): string {
  if (process.platform === "darwin") return "brew install ffmpeg";
  if (process.platform === "win32") return "winget install ffmpeg";
  return `${process.getuid?.() === 0 ? "" : "sudo "}apt-get install ffmpeg`;
}
