/** The options of `vcl train` as the runtime takes them. */
import { resolve } from "node:path";
import { suggest } from "../language/diagnostics/suggest.ts";
import type { Given } from "./commands.ts";
import type { Tools } from "./load-tools.ts";
import { Problem } from "./problem.ts";

type RuntimeOptions = NonNullable<Parameters<Tools["runProgram"]>[2]>;
type EngineName = NonNullable<RuntimeOptions["engine"]>;

type Precision = NonNullable<RuntimeOptions["precision"]>;

const engineNames: readonly EngineName[] = ["auto", "gpu", "native", "node", "wasm", "cpu"];
const precisions: readonly Precision[] = ["float32", "bfloat16"];

export interface TrainOptions {
  /** As it was typed. */
  readonly out?: string;
  readonly resume?: string | true;
  readonly engine?: EngineName;
  readonly threads?: number;
  readonly precision?: Precision;
}

/** Problem where a value is none that the option takes. */
export function readRunOptions({ options, cwd }: Given): TrainOptions {
  const { out, resume, engine, threads, precision } = options;
  return {
    ...(typeof out === "string" ? { out } : {}),
    ...(resume === true
      ? { resume: true as const }
      : typeof resume === "string"
        ? { resume: resolve(cwd, resume) }
        : {}),
    ...(typeof engine === "string" ? { engine: nameOf("engine", engine, engineNames) } : {}),
    ...(typeof precision === "string" ? { precision: nameOf("precision", precision, precisions) } : {}),
    ...(typeof threads === "string" ? { threads: threadsOf(threads) } : {}),
  };
}

function nameOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  const [near] = suggest(text, names);
  throw new Problem(`there is no ${option} \`${text}\``, {
    exitCode: 2,
    help: near === undefined ? `--${option} takes ${names.join(", ")}` : `did you mean --${option} ${near}?`,
  });
}

function threadsOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Problem(`--threads ${text}: a whole number from 1 on is wanted`, { exitCode: 2 });
}
