/** What the engine `native` is built with: a C++ compiler, oneDNN, and the headers of Node's own interface. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { capture, onPath } from "./command.mjs";

/** Where oneDNN may lie: `DNNLROOT` is what its own installer sets. */
const systemPrefixes = [process.env.DNNLROOT, "/usr", "/usr/local"].filter((prefix) => prefix !== undefined);

/** Packages of Node's interface for addons. */
const headerPackages = ["node-addon-api", "node-api-headers"];

/** The compiler as a command line: `CXX`, else what is on the PATH; undefined where there is none. */
export function findCompiler() {
  if (process.platform !== "linux") return undefined;
  const own = process.env.CXX?.trim().split(/\s+/);
  if (own !== undefined && own[0] !== "") return own;
  const found = ["g++", "clang++"].find(onPath);
  return found === undefined ? undefined : [found];
}

/** The first folder with oneDNN's headers; undefined where none has them. */
export function findOneDnn(prefixes = systemPrefixes) {
  return prefixes.find((prefix) => existsSync(join(prefix, "include", "dnnl.hpp")));
}

/** Names of the header packages that are not installed in a folder: npm's work, not the compiler's. */
export function missingHeaders(folder) {
  return headerPackages.filter((name) => packageFile(folder, name) === undefined);
}

/** One text that changes with the compiler, oneDNN's headers or those of Node's interface. */
export function describeToolchain(folder, compiler, onednn) {
  const [program, ...args] = compiler;
  const { output } = capture(program, [...args, "--version"]);
  const version = join(onednn, "include", "oneapi", "dnnl", "dnnl_version.h");
  return [
    compiler.join(" "),
    output,
    onednn,
    existsSync(version) ? readFileSync(version, "utf8") : "",
    ...headerPackages.map((name) => readFileSync(packageFile(folder, name), "utf8")),
  ].join("\n");
}

/** What the compiler is told for every file, and for the link. */
export function compilerFlags(folder, onednn) {
  const napi = dirname(packageFile(folder, "node-addon-api"));
  const headers = join(dirname(packageFile(folder, "node-api-headers")), "include");
  // The instructions that every processor with AVX2 has; oneDNN chooses better ones itself, at run time.
  const processor = process.arch === "x64" ? ["-march=x86-64-v3"] : [];
  const defines = ["-DNAPI_CPP_EXCEPTIONS", "-DNAPI_VERSION=8"];
  const own = onednn === "/usr" || onednn === "/usr/local" ? undefined : onednn;
  const lib = own && join(own, "lib");
  const includes = [headers, napi, ...(own ? [join(own, "include")] : [])].map((path) => `-I${path}`);
  return {
    // Nobody reads errno or traps after a square root or a division: loops with them are vectorised only when told so.
    compile: [
      "-std=c++17",
      "-O3",
      "-fno-math-errno",
      "-fno-trapping-math",
      "-fPIC",
      "-fopenmp",
      ...processor,
      ...defines,
      ...includes,
    ],
    link: ["-shared", "-fopenmp", ...(lib ? [`-L${lib}`, `-Wl,-rpath,${lib}`] : []), "-ldnnl"],
  };
}

function packageFile(folder, name) {
  try {
    return createRequire(join(folder, "package.json")).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
