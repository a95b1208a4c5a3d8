/** The options of `vcl train` as the runtime takes them. */
import { resolve } from "node:path";
import { suggest } from "../language/diagnostics/suggest.ts";
import type { Given } from "./commands.ts";
import type { Tools } from "./load-tools.ts";
import { Problem } from "./problem.ts";

type RuntimeOptions = NonNullable<Parameters<Tools["runProgram"]>[2]>;
type EngineName = NonNullable<RuntimeOptions["engine"]>;

const engineNames: readonly EngineName[] = ["auto", "gpu", "native", "node", "wasm", "cpu"];

export interface TrainOptions {
  /** As it was typed. */
  readonly out?: string;
  readonly resume?: string | true;
  readonly engine?: EngineName;
  readonly threads?: number;
}

/** Problem where a value is none that the option takes. */
export function readRunOptions({ options, cwd }: Given): TrainOptions {
  const { out, resume, engine, threads } = options;
  return {
    ...(typeof out === "string" ? { out } : {}),
    ...(resume === true
      ? { resume: true as const }
      : typeof resume === "string"
        ? { resume: resolve(cwd, resume) }
        : {}),
    ...(typeof engine === "string" ? { engine: engineOf(engine) } : {}),
    ...(typeof threads === "string" ? { threads: threadsOf(threads) } : {}),
  };
}

function engineOf(text: string): EngineName {
  const engine = engineNames.find((name) => name === text);
  if (engine !== undefined) return engine;
  const [near] = suggest(text, engineNames);
  throw new Problem(`there is no engine \`${text}\``, {
    exitCode: 2,
    help: near === undefined ? `engines: ${engineNames.join(", ")}` : `did you mean --engine ${near}?`,
  });
}

function threadsOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Problem(`--threads ${text}: a whole number from 1 on is wanted`, { exitCode: 2 });
}
