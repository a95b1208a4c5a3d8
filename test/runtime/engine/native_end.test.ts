/** However a process ends while the engine `native` computes, it ends as it would without: no crash, no hang. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { nativeIsThere } from "./engines.ts";

const addon = JSON.stringify(fileURLToPath(new URL("../../../native/build/vcl_native.node", import.meta.url)));

/** Opens an engine and queues about a second of work, with a read of its end. */
const work = `
  const engine = new (require(${addon}).Engine)(2);
  const size = 700;
  const [a, b] = [engine.allocate(size * size * 4), engine.allocate(size * size * 4)];
  engine.write(a, new Float32Array(size * size));
  for (let i = 0; i < 60; i++) engine.run("product", [a, a], [b], [1, size, size, size, 0, 0, 0, 0], []);
  engine.read(b, new Float32Array(size * size)).catch(() => {});`;

const inWorker = (end: string): string => `
  const { Worker } = require("node:worker_threads");
  const worker = () => new Worker(${JSON.stringify(`${work}; require("node:worker_threads").parentPort.postMessage("working"); ${end}`)}, { eval: true });`;

describe.skipIf(!nativeIsThere)("work in flight", () => {
  it.each<[string, string, { readonly status: number | null; readonly signal?: string }]>([
    ["process.exit", `${work} process.exit(3);`, { status: 3 }],
    ["the end of the program", `${work} process.exitCode = 3;`, { status: 3 }],
    ["the end of the engine", `${work} engine.close(); process.exitCode = 3;`, { status: 3 }],
    ["an exception that nobody catches", `${work} setTimeout(() => { throw new Error("mine"); }, 5);`, { status: 1 }],
    ["a rejection that nobody catches", `${work} Promise.reject(new Error("mine"));`, { status: 1 }],
    [
      "Ctrl-C",
      `${work} process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 9000);`,
      { status: null, signal: "SIGINT" },
    ],
    [
      "Ctrl-C that the program answers with process.exit",
      `${work} process.on("SIGINT", () => process.exit(130)); process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 9000);`,
      { status: 130 },
    ],
    [
      "a worker that is terminated",
      `${inWorker("setInterval(() => {}, 1000)")}
      const one = worker();
      one.once("message", () => one.terminate().then(() => process.exit(3)));`,
      { status: 3 },
    ],
    [
      "two workers, of which one ends by itself, beside the main thread",
      `${work} ${inWorker("")}
      Promise.all([worker(), worker()].map((each, i) => new Promise((resolve) => {
        each.once("message", () => i === 0 && each.terminate());
        each.once("exit", resolve);
      }))).then(() => { process.exitCode = 3; });`,
      { status: 3 },
    ],
  ])("%s", (_, program, { status, signal = null }) => {
    const ended = spawnSync(process.execPath, ["-e", program], { timeout: 30_000, encoding: "utf8" });
    expect({
      status: ended.status,
      signal: ended.signal,
      stderr: ended.stderr.replace(/^[\s\S]*Error: mine[\s\S]*$/, ""),
    }).toEqual({
      status,
      signal,
      stderr: "",
    });
  });
});
