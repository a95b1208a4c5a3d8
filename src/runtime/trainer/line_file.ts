import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { diskError } from "./disk_error.ts";

/** A file that lines are added to; each is whole or not there. */
export interface LineFile {
  append(text: string): void;
  /** To the disk. */
  sync(): void;
  close(): void;
}

/** Opens a file for appending whole lines. RunError where the disk refuses; what was written before is then as it was. */
export function openLines(path: string): LineFile {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw diskError(error, path, "what was written before is untouched");
    }
  };
  const file = attempt(() => openSync(path, "a"));
  let size = fstatSync(file).size;
  return {
    append: (text) =>
      attempt(() => {
        const bytes = Buffer.from(`${text}\n`, "utf8");
        try {
          for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
        } catch (error) {
          dropTail(file, size);
          throw error;
        }
        size += bytes.length;
      }),
    sync: () => attempt(() => fsyncSync(file)),
    close: () => closeSync(file),
  };
}

/** A half-written line goes; where even that fails (a device, a dead disk) the reader drops it. */
function dropTail(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {}
}
