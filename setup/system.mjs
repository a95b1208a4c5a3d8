/** System packages that help. vcl works without any of them. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capture, onPath } from "./command.mjs";
import { say } from "./console.mjs";
import { root } from "./root.mjs";
import { findCompiler, findOneDnn } from "./toolchain.mjs";

/** `isThere` tells whether it is needed no more; `instead` is what vcl does without it. */
const wanted = [
  {
    name: "ffmpeg",
    isThere: () => onPath("ffmpeg") !== undefined,
    debian: ["ffmpeg"],
    homebrew: "ffmpeg",
    instead: "vcl uses the one that came with its packages",
  },
  {
    name: "oneDNN",
    isThere: () => process.platform !== "linux" || (findOneDnn() !== undefined && findCompiler() !== undefined),
    debian: ["libdnnl-dev", "g++"],
    homebrew: "onednn",
    instead: "the engine `native` is not built, slower ones are there",
  },
];

/** Installs what is missing where vcl may (root on a Debian-like system), else prints the one line to type. */
export function installSystemPackages() {
  for (const item of wanted) {
    if (item.isThere()) continue;
    if (maySelfInstall() && !wasTried(item) && aptGet(item)) continue;
    say(item.name, `not found; ${item.instead}. To install it: ${lineToType(item)}`);
  }
}

function maySelfInstall() {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") && onPath("apt-get") !== undefined;
}

/** True where the package is there afterwards. Package lists are fetched only where they are missing or out of date. */
function aptGet(item) {
  say(item.name, `not found: apt-get install ${item.debian.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) =>
    capture("apt-get", ["-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15", ...args], {
      env,
      timeout: 300_000,
    }).ok;
  const install = () => apt("install", "--yes", "--no-install-recommends", ...item.debian);
  const ok = install() || (apt("update") && install());
  if (ok) say(item.name, "installed");
  else writeFileSync(mark(item), "apt-get could not install it; not tried again with these packages\n");
  return ok;
}

/** Lies in `node_modules`, so that a new installation tries again. */
function mark(item) {
  return join(root, "node_modules", `.vcl-without-${item.name}`);
}

function wasTried(item) {
  return existsSync(mark(item));
}

function lineToType(item) {
  if (process.platform === "darwin") return `brew install ${item.homebrew}`;
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  if (existsSync("/etc/debian_version")) return `${sudo}apt-get install ${item.debian.join(" ")}`;
  return `your system's package manager, package ${item.name}`;
}
