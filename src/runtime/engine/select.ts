/** Which engine computes: asked for by name, or the first that works. There is never a silent change. */
import { engine, setBackend } from "@tensorflow/tfjs-core";
import { RunError } from "../error.ts";
import type { EngineName } from "../experiment.ts";
import { type ConcreteEngine, type Engine, type EngineCandidate, type EngineSettings, Unusable } from "./engine.ts";
import { openNative } from "./native/open.ts";
import { openInstalledTfjsNode } from "./node/open.ts";
import { gradientsAgree, type SelfTest, selfTest } from "./self_test.ts";

/**
 * In the order in which `auto` tries them. The packages of `wasm` and `cpu` are loaded only to be opened: beside another
 * engine they would lie in memory unused.
 */
const candidates: readonly EngineCandidate[] = [
  { name: "gpu", what: "TensorFlow on a CUDA device (tfjs-node-gpu)", open: () => openInstalledTfjsNode("gpu") },
  { name: "native", what: "vcl's own C++ engine on oneDNN", open: openNative },
  { name: "node", what: "TensorFlow on the processor (tfjs-node)", open: () => openInstalledTfjsNode("node") },
  {
    name: "wasm",
    what: "WebAssembly with SIMD, vcl's own 3-D kernels",
    open: async () => (await import("./wasm/open.ts")).openWasm(),
  },
  {
    name: "cpu",
    what: "plain JavaScript, the reference for tests",
    open: async () => (await import("./cpu/open.ts")).openCpu(),
  },
];

/** What `selectEngine` found. */
export interface Selected extends Engine {
  /** For `auto`: the engines before this one, and why they were passed over. */
  readonly passedOver: readonly { readonly name: ConcreteEngine; readonly why: string }[];
}

/** Opens an engine and makes tfjs compute with it. RunError V0909 where one that is asked for by name does not work. */
export async function selectEngine(name: EngineName, settings: EngineSettings = {}): Promise<Selected> {
  const passedOver: { name: ConcreteEngine; why: string }[] = [];
  for (const candidate of candidates.filter((each) => name === "auto" || each.name === name)) {
    try {
      return { ...(await openChecked(candidate, settings)), passedOver };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      if (name !== "auto") throw refusal(candidate.name, error);
      passedOver.push({ name: candidate.name, why: error.message });
    }
  }
  throw new RunError(`no engine works here: ${passedOver.map((each) => `${each.name}: ${each.why}`).join("; ")}`, {
    code: "V0909",
    help: "run `vcl doctor`",
  });
}

/** Why an engine is passed over that opens and then fails its test. */
export const wrongGradients = "it computes wrong gradients";

const checked = new Set<ConcreteEngine>();

/** Opens an engine; the first time its gradients are checked, since some tfjs backends compute wrong ones in silence. */
async function openChecked({ name, open }: EngineCandidate, settings: EngineSettings): Promise<Engine> {
  const opened = await open(settings);
  if (!checked.has(name) && !gradientsAgree()) throw new Unusable(wrongGradients, "run `vcl doctor`");
  checked.add(name);
  return opened;
}

function refusal(name: ConcreteEngine, { message, help }: Unusable): RunError {
  const ways = [help, name === "wasm" ? undefined : "use `--engine wasm`, which always works"];
  return new RunError(`the engine ${name} is not usable here: ${message}`, {
    code: "V0909",
    help: ways.filter((way) => way !== undefined).join(", or ") || "run `vcl doctor`",
  });
}

/** One line of `vcl doctor`. */
export interface EngineReport {
  readonly name: ConcreteEngine;
  readonly what: string;
  readonly usable: boolean;
  readonly version?: string;
  readonly device?: string;
  readonly why?: string;
  readonly help?: string;
}

/** Tries every engine in turn; the one that was active stays active. */
export async function listEngines(): Promise<readonly EngineReport[]> {
  const active = engine().backendName;
  const reports: EngineReport[] = [];
  for (const { name, what, open } of candidates) {
    try {
      const { version, device } = await open({});
      reports.push({ name, what, usable: true, version, device });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      const help = error.help === undefined ? {} : { help: error.help };
      reports.push({ name, what, usable: false, why: error.message, ...help });
    }
  }
  if (active) await setBackend(active);
  return reports;
}

/** Checks and times one engine, for `vcl doctor`; the one that was active stays active. RunError V0909 where it does not work. */
export async function testEngine(name: ConcreteEngine): Promise<SelfTest> {
  const active = engine().backendName;
  await selectEngine(name);
  try {
    return selfTest();
  } finally {
    if (active) await setBackend(active);
  }
}
