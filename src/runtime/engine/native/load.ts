import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Unusable } from "../engine.ts";
import type { NativeAddon } from "./addon.ts";
import { lackingInstructions } from "./processor.ts";

const rebuild = "remove native/build in vcl's folder and run `npm run build` there";

/** The addon that set-up built, if this processor, Node and oneDNN can run it; Unusable where not. */
export function loadAddon(file: string = join(buildFolder(), "vcl_native.node")): NativeAddon {
  if (!existsSync(file)) throw notBuilt(dirname(file));
  const lacking = lackingInstructions();
  if (lacking.length > 0) throw new Unusable(`this processor has no ${lacking.join(", ")}, which it is built for`);
  return requireFit(requireAddon(file));
}

/** The addon, if it was built for what it runs on. */
export function requireFit(addon: NativeAddon): NativeAddon {
  if (!addon.avx2) throw new Unusable("this processor has no AVX2, which it is built for");
  const [major = 0, minor = 0] = addon.onednn.split(".").map(Number);
  if (major < 2 || (major === 2 && minor < 6)) {
    throw new Unusable(`oneDNN ${addon.onednn} is too old, 2.6 is the first that is good`, "install a newer oneDNN");
  }
  return addon;
}

/** Why it does not compute in bfloat16; undefined where it does. */
export function lackOfBfloat16({ bfloat16, onednn }: NativeAddon): string | undefined {
  if (!bfloat16) return "this processor has no bfloat16 instructions";
  // Filter gradients of oneDNN 3.2 differ from run to run: some of what it sums was never written.
  return Number(onednn.split(".")[0]) >= 3 ? "oneDNN 3 is not trusted with bfloat16" : undefined;
}

function requireAddon(file: string): NativeAddon {
  // OpenMP reads this when it is loaded. Waiting threads that spin take the cores from the decoders: under load a step took
  // three times as long.
  process.env.OMP_WAIT_POLICY ??= "passive";
  // But some microseconds of it are cheaper than going to sleep between the kernels of a small network.
  process.env.GOMP_SPINCOUNT ??= "1000";
  if (isCutOff(file)) throw new Unusable("built, but the file is damaged: its end is missing", rebuild);
  try {
    return createRequire(import.meta.url)(file) as NativeAddon;
  } catch (error) {
    throw unloadable(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
}

/** Whether an ELF file ends before its last table does: the system's loader ends the process on such a one. */
function isCutOff(file: string): boolean {
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size < 64) return false;
  const header = Buffer.alloc(64);
  const opened = openSync(file, "r");
  try {
    readSync(opened, header);
  } finally {
    closeSync(opened);
  }
  const isElf64 = header.toString("latin1", 0, 5) === "\x7fELF\x02" && header[5] === 1;
  const [start, entry, entries] = [
    Number(header.readBigUInt64LE(0x28)),
    header.readUInt16LE(0x3a),
    header.readUInt16LE(0x3c),
  ];
  return isElf64 && start + entry * entries > size;
}

/** What the system's loader says, and what to do about it. */
function unloadable(reason: string): Unusable {
  const [, library] = /(\S+\.so[.\d]*): cannot open shared object file/.exec(reason) ?? [];
  if (library !== undefined) {
    return new Unusable(
      `built, but ${library}, which it was linked to, is not here any more`,
      `install oneDNN again (on Debian and Ubuntu: apt-get install libdnnl-dev g++), then ${rebuild}`,
    );
  }
  if (/file too short|invalid ELF header|file data|section header/.test(reason)) {
    return new Unusable(`built, but the file is damaged: ${reason}`, rebuild);
  }
  return new Unusable(`built, but for another Node, processor or system than this one: ${reason}`, rebuild);
}

/** Where set-up puts it. */
function buildFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("vcl/package.json")), "native", "build");
}

/** Set-up leaves a mark where the compiler refused. */
function notBuilt(folder: string): Unusable {
  const mark = join(folder, ".fingerprint");
  if (existsSync(mark) && readFileSync(mark, "utf8").endsWith(" failed")) {
    return new Unusable("its build failed when vcl was set up", `${rebuild}, which shows what the compiler says`);
  }
  return new Unusable(
    "not built: set-up builds it where oneDNN and a C++ compiler are found",
    "install oneDNN (on Debian and Ubuntu: apt-get install libdnnl-dev g++), then run `npm run build` in vcl's folder",
  );
}
