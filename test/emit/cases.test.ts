/** Every case file's program is emitted as it says. `VCL_UPDATE=1 npx vitest run test/emit` writes them anew. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readCase, writeCase } from "./case-file.ts";
import { programOf } from "./check-file.ts";
import { strictErrors } from "./strict.ts";

const folder = fileURLToPath(new URL("../cases/emit", import.meta.url));
const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => ({ name: name.slice(0, -3), ...readCase(`${folder}/${name}`) }));

const examplesFolder = fileURLToPath(new URL("../../examples", import.meta.url));
const examples = Object.fromEntries(
  readdirSync(examplesFolder)
    .filter((name) => name.endsWith(".vcl"))
    .map((name) => [name, readFileSync(`${examplesFolder}/${name}`, "utf8")]),
);
/** Those that hold an experiment. */
const mains = Object.keys(examples).filter((name) => /^experiment /m.test(examples[name] ?? ""));

describe("emitted programs", () => {
  for (const each of cases) {
    test(each.name, () => {
      const [main = ""] = Object.keys(each.files);
      const { ts } = programOf(each.files, main, each.args);
      if (process.env.VCL_UPDATE) writeCase(each, ts);
      else expect(ts).toBe(each.expected);
    });
  }

  test("the examples and all of these pass tsc --strict", () => {
    const started = mains.map((name) => [`${name}/experiment.ts`, programOf(examples, name).ts]);
    const programs = cases.flatMap(({ name, files, args }) => {
      const program = programOf(files, Object.keys(files)[0] ?? "", args);
      const own = [...program.modules].filter(([path]) => path.endsWith(".ts"));
      return [[`${name}/experiment.ts`, program.ts], ...own.map(([path, text]) => [`${name}/${path}`, text])];
    });
    expect(started.length).toBeGreaterThan(2);
    expect(strictErrors(Object.fromEntries([...started, ...programs]))).toEqual([]);
  });

  test("tsc --strict does find what is wrong in a program", () => {
    const [main = ""] = mains;
    const { ts } = programOf(examples, main);
    expect(strictErrors({ "experiment.ts": ts.replace("split: ", "splitt: ") })).not.toEqual([]);
    expect(strictErrors({ "experiment.ts": ts.replace("await runExperiment(", "runExperiments(") })).not.toEqual([]);
  });
});
