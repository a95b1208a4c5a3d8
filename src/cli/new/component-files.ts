/** The files of a new component: its declaration, its implementation, and the contract between them. */
import { basename } from "node:path";
import { contractsText } from "../../compiler/contracts.ts";
import { camelCase } from "../../compiler/plan/names.ts";
import { check } from "../../language/check.ts";
import type { Kind } from "../../language/types/type.ts";
import { diskHost } from "../disk-host.ts";
import { ownDeclarations } from "../own-declarations.ts";
import { Problem } from "../problem.ts";
import { datasetTemplate } from "./dataset.ts";
import { headTemplate } from "./head.ts";
import { hookTemplate } from "./hook.ts";
import { lossTemplate } from "./loss.ts";
import { meterTemplate } from "./meter.ts";
import { modelTemplate } from "./model.ts";
import { optimizerTemplate } from "./optimizer.ts";
import { samplerTemplate } from "./sampler.ts";
import { scheduleTemplate } from "./schedule.ts";
import type { Template } from "./template.ts";
import { transformTemplate } from "./transform.ts";

const templates: Readonly<Record<Kind, Template>> = {
  dataset: datasetTemplate,
  transform: transformTemplate,
  sampler: samplerTemplate,
  model: modelTemplate,
  head: headTemplate,
  loss: lossTemplate,
  optimizer: optimizerTemplate,
  schedule: scheduleTemplate,
  meter: meterTemplate,
  hook: hookTemplate,
};

/** Words that TypeScript keeps to itself, as far as a component may be called so. */
const taken =
  /^(break|case|catch|class|const|continue|debugger|default|delete|do|enum|export|extends|finally|for|function|if|import|new|null|return|super|switch|this|throw|try|typeof|var|void|while|with|let|static|yield|await|async)$/;

/** Texts by path, beside the `.vcl` file at `path` (absolute). Problem where the component cannot be called so. */
export function componentFiles(kind: Kind, name: string, path: string, cwd: string): ReadonlyMap<string, string> {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) || taken.test(name)) {
    throw new Problem(`a component cannot be called \`${name}\``, {
      help: "small letters, digits and _, such as attention_pool",
    });
  }
  const type = `${pascalCase(name)}${pascalCase(kind)}`;
  const factory = camelCase(name);
  const { vcl, ts } = templates[kind]({ name, factory, type, options: `${pascalCase(name)}Options` });
  const own = ts.replace(/^import .*\.vcl\.ts";$/m, "");
  const uses = own.match(new RegExp(`^(?:export |import |const |function ).*\\b${factory}\\b`, "gm")) ?? [];
  if (uses.length > 1) {
    throw new Problem(`a new ${kind} cannot be called \`${name}\`: its file uses that name`, {
      help: "take another name",
    });
  }
  const host = diskHost();
  const withNew = { ...host, readText: (each: string) => (each === path ? vcl : host.readText(each)) };
  const result = check(path, withNew, { args: [], cwd, closed: false, pedantic: false });
  const [problem] = result.diagnostics;
  if (problem)
    throw new Problem(`a ${kind} cannot be called \`${name}\`: ${problem.title}`, { help: "take another name" });
  const known = result.evaluation.components(kind).some((each) => each.name === name && each.file.path !== path);
  if (known) throw new Problem(`vcl has a ${kind} called \`${name}\` already`, { help: "take another name" });
  const contract = contractsText(ownDeclarations(result, path), { source: basename(path) });
  return new Map([
    [path, vcl],
    [path.replace(/\.vcl$/, ".ts"), ts],
    [`${path}.ts`, contract],
  ]);
}

function pascalCase(name: string): string {
  const camel = camelCase(name);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}`;
}
