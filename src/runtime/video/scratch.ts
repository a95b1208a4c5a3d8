import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskError } from "../trainer/disk_error.ts";

/** A folder for files that live for moments. It goes with `close`, or with the process. */
export interface Scratch {
  /** A new name in it. */
  file(): string;
  close(): Promise<void>;
}

export async function openScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), "vcl-")).catch((error) => {
    throw diskError(error, `temporary files in ${tmpdir()}`);
  });
  const dropAtExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", dropAtExit);
  let files = 0;
  return {
    file: () => join(folder, `${files++}.raw`),
    close: async () => {
      process.off("exit", dropAtExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
