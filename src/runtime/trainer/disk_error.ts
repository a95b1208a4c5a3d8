import { RunError } from "../error.ts";

const reasons: { readonly [code: string]: readonly [reason: string, help: string] } = {
  ENOSPC: ["there is no space left on the disk", "free some space, or choose another folder with --out"],
  EDQUOT: ["the disk quota is used up", "free some space, or choose another folder with --out"],
  EFBIG: ["the file would be larger than this system allows", "choose a folder on another disk with --out"],
  EROFS: ["the disk is read-only", "choose another folder with --out"],
  EACCES: ["there is no permission to write there", "choose another folder with --out"],
  EPERM: ["there is no permission to write there", "choose another folder with --out"],
  ENOTDIR: ["a file is in the way of the folder", "choose another folder with --out"],
  EEXIST: ["a file is in the way of the folder", "choose another folder with --out"],
  EISDIR: ["a folder is in the way of the file", "choose another folder with --out"],
  EMFILE: ["too many files are open", "raise the limit: ulimit -n 4096"],
  EIO: ["the disk reports an input/output error", "check the disk, or choose another folder with --out"],
};

/** One message for a write that failed. `what` says what was not written: `the checkpoint runs/a/checkpoints/epoch-2.ckpt`. */
export function diskError(error: unknown, what: string, kept = ""): RunError {
  if (error instanceof RunError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const [reason, help] = reasons[code] ?? [error instanceof Error ? error.message : String(error), undefined];
  const message = `cannot write ${what}: ${reason}${kept === "" ? "" : `; ${kept}`}`;
  return new RunError(message, { cause: error, ...(help === undefined ? {} : { help }) });
}
