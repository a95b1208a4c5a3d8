/** Emitted programs run by Node, with the runtime's own sources bundled in. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Stands in for the trainer: builds the model and says how many numbers it trains. */
const modelOnly = `
import "@tensorflow/tfjs-backend-cpu";
export const runExperiment = async (experiment, run) => {
  const { parameters } = experiment.model.build(experiment.seed);
  const count = parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  console.log(JSON.stringify({ count, out: run.out }));
  return { status: "finished", out: "", results: {} };
};`;

/** Runs a program's TypeScript by hand, as `node experiment.mjs …flags`; the run itself only builds the model. */
export async function buildModelBy(ts: string, flags: readonly string[]): Promise<Ended> {
  mkdirSync(`${root}node_modules/.cache`, { recursive: true });
  const folder = mkdtempSync(`${root}node_modules/.cache/vcl-run-`);
  try {
    const file = `${folder}/experiment.mjs`;
    await build({
      stdin: { contents: ts, loader: "ts", resolveDir: root },
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      sourcemap: true,
      outfile: file,
      logLevel: "silent",
      plugins: [
        {
          name: "runtime",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^vcl\/runtime\// }, ({ path }) =>
              path.endsWith("/run_experiment")
                ? { path, namespace: "stand-in" }
                : { path: `${root}src/runtime/${path.slice("vcl/runtime/".length)}.ts` },
            );
            onLoad({ filter: /.*/, namespace: "stand-in" }, () => ({ contents: modelOnly, resolveDir: root }));
          },
        },
      ],
    });
    writeFileSync(`${folder}/package.json`, `{ "type": "module" }`);
    const stdout = execFileSync(process.execPath, ["--enable-source-maps", file, ...flags], {
      cwd: folder,
      stdio: "pipe",
      encoding: "utf8",
    });
    return { exitCode: 0, stdout, stderr: "" };
  } catch (error) {
    const { status, stdout, stderr } = error as { status?: number; stdout?: string; stderr?: string };
    if (status === undefined) throw error;
    return { exitCode: status, stdout: stdout ?? "", stderr: stderr ?? "" };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
