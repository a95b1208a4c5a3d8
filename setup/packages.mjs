/** npm's packages: installed where `node_modules` is not what `package-lock.json` asks for. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { capture, show } from "./command.mjs";
import { SetupError, say, timed } from "./console.mjs";
import { root } from "./root.mjs";

/** Installs what is missing, says so, and gives whether anything was installed. */
export async function installPackages() {
  const missing = whatIsMissing(root);
  if (missing === undefined) {
    say("packages", "up to date");
    return false;
  }
  say("packages", `${missing}: npm ci`);
  const { result: code, seconds } = await timed(() => npmCi());
  if (code !== 0) throw new SetupError("npm could not install the packages; its own message stands above.");
  makeExecutable();
  say("packages", `installed in ${seconds} s`);
  say("tfjs gpu", gpuPackage());
  return true;
}

/**
 * Why `node_modules` does not fit the lock file; undefined where it does. Compares contents, so that it does not matter who
 * ran `npm ci`. Optional packages are not asked for: npm may have failed to install them.
 */
export function whatIsMissing(folder) {
  const wanted = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages;
  const record = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return "not installed yet";
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === "" || optional || installed[path]?.version === version) continue;
    return `${path.replace(/^.*node_modules\//, "")} ${version} is missing`;
  }
  return undefined;
}

function npmCi() {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // Under `npm start` npm says where it is itself; that one is used, not another one of the PATH.
  const npm = process.env.npm_execpath;
  return npm?.endsWith(".js")
    ? show(process.execPath, [npm, ...args], { cwd: root })
    : show("npm", args, { cwd: root });
}

/** ffmpeg's package sets the executable bit in an install script, which npm may have been told not to run. */
export function makeExecutable() {
  const packages = join(root, "node_modules", "@ffmpeg-installer");
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const binary = join(packages, name, "ffmpeg");
    const found = statSync(binary, { throwIfNoEntry: false });
    if (found?.isFile() && (found.mode & 0o111) !== 0o111) chmodSync(binary, found.mode | 0o111);
  }
}

/** Whether the optional package for NVIDIA GPUs came. It downloads TensorFlow while it is installed, which may fail. */
function gpuPackage() {
  const name = "@tensorflow/tfjs-node-gpu";
  const without = "`--engine gpu` is not there, all else is";
  if (!existsSync(join(root, "node_modules", name))) return `npm could not install ${name}: ${without}`;
  const { ok } = capture(process.execPath, ["-e", `require(${JSON.stringify(name)})`], { cwd: root, timeout: 60_000 });
  return ok ? `${name} came and loads` : `${name} came but does not load: ${without} (vcl doctor says why)`;
}
