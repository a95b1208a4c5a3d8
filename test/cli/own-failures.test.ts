/** A component of one's own that cannot be used or throws: one message with its own line and the `.vcl` line, exit code 1. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSmallVideos } from "../runtime/trainer/small_videos.ts";
import { folderWith, type Ran, smallExperiment, vcl } from "./vcl.ts";

const declaration = `/// The mean of each plane, weighed.
extern head own_head from "./own_head.ts" {
  derived in_plane: int = D
  derived classes: int >= 2 = data.classes

  takes  tensor f32 [N, D, T, H, W]
  yields logits [N, classes]
}
`;

/** Parts that a test replaces by something that fails. */
interface Parts {
  readonly imports?: string;
  readonly factory?: string;
  readonly forward?: string;
  readonly name?: string;
}

function implementation({ imports = "", factory = "", forward = "", name = "ownHead" }: Parts = {}): string {
  return `import { type Head, type Parameter, stream } from "vcl/runtime";
import { customGrad, matMul, mean, type Tensor2D, tensor, variable } from "vcl/runtime/tf";
${imports}
export const ${name} = ({ name, inPlane, classes }: { name: string; inPlane: number; classes: number }): Head => {
  ${factory}
  return {
    name,
    classes,
    describe: () => ({ component: "own_head", options: { inPlane, classes } }),
    build: (seed) => {
      const random = stream(seed, "init", name);
      const values = Float32Array.from({ length: inPlane * classes }, () => random.normal());
      const weight: Parameter = { name: \`head.\${name}.weight\`, variable: variable(tensor(values, [inPlane, classes])), decay: true };
      return {
        parameters: [weight],
        forward: (x, mode) => {
          let pooled = mean(x, [1, 2, 3]) as Tensor2D;
          ${forward}
          return { values: matMul(pooled, weight.variable as never), meaning: "logits" };
        },
      };
    },
  };
};
`;
}

const experiment = smallExperiment
  .replace("let small", 'import { own_head } from "./own_head.vcl"\n\nlet small')
  .replace(/^import.*\n\n/m, "")
  .replace("//! A small experiment.", '//! A small experiment.\n\nimport { own_head } from "./own_head.vcl"')
  .replace("fully_convolutional_linear {}", "own_head {}");

let cwd = "";
beforeAll(() => {
  cwd = folderWith({ "small.vcl": experiment, "own_head.vcl": declaration });
  makeSmallVideos(cwd, { train: 4, test: 2 });
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const data = ["--videos", "videos", "--splits", "splits"];

function train(text: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const file = join(cwd, "own_head.ts");
  if (text === undefined) rmSync(file, { force: true });
  else writeFileSync(file, text);
  return vcl(["train", "small.vcl", ...data, "--engine", "cpu"], { cwd, env });
}

/** One message, no stack, and the place of the component and that of the `.vcl` file. */
function expectFailure(
  { code, stderr }: Ran,
  { places, texts }: { places: readonly RegExp[]; texts: readonly string[] },
): void {
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error/);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain("mistake of vcl");
  for (const place of places) expect(stderr).toMatch(place);
  for (const text of texts) expect(stderr).toContain(text);
}

const lineOf = (text: string, part: string): number => text.split("\n").findIndex((line) => line.includes(part)) + 1;
const madeAt = new RegExp(`small\\.vcl:${lineOf(experiment, "own_head {}")}:`);
const thrownAt = (text: string): RegExp => new RegExp(`own_head\\.ts:${lineOf(text, "too bad")}:`);

test("it works", async () => {
  const { code, stderr } = await train(implementation());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

describe("it throws", () => {
  test.each([
    ["in its factory", { factory: 'throw new Error("too bad");' }],
    ["in its forward pass", { forward: 'if (mode === "train") throw new Error("too bad");' }],
    [
      "in its gradient",
      {
        forward: `pooled = customGrad((a) => ({ value: a as never, gradFunc: () => { throw new TypeError("too bad"); } }))(pooled) as Tensor2D;`,
      },
    ],
  ])("%s", async (_, parts) => {
    const text = implementation(parts);
    expectFailure(await train(text), {
      places: [/^error\[V0922\]: own_head threw an error$/m, thrownAt(text), madeAt],
      texts: ["too bad", "vcl explain V0922"],
    });
  });

  test("while its module is loaded", async () => {
    const text = `${implementation()}\nthrow new RangeError("too bad");\n`;
    expectFailure(await train(text), { places: [thrownAt(text)], texts: ["RangeError: too bad"] });
  });

  test("inside tfjs, which it calls wrongly", async () => {
    const text = implementation({ forward: "pooled = matMul(pooled, pooled);" });
    const line = lineOf(text, "matMul(pooled, pooled)");
    expectFailure(await train(text), {
      places: [new RegExp(`own_head\\.ts:${line}:`), madeAt],
      texts: ["inner shapes"],
    });
  });

  test("the whole stack is shown where somebody wants it", async () => {
    const { stderr } = await train(implementation({ factory: 'throw new Error("too bad");' }), { VCL_STACK: "1" });
    expect(stderr).toMatch(/^ +at ownHead .*own_head\.ts:\d+:\d+\)$/m);
  });
});

describe("its gradient is none", () => {
  test("an operation that has none", async () => {
    const text = implementation({
      imports: 'import { topk } from "vcl/runtime/tf";',
      forward: "pooled = topk(pooled, inPlane).values as Tensor2D;",
    }).replace(
      "matMul(pooled, weight.variable as never)",
      "topk(matMul(pooled, weight.variable as never), classes).values as Tensor2D",
    );
    expectFailure(await train(text), {
      places: [/^error: tfjs's operation TopK has no gradient/m],
      texts: ["customGrad"],
    });
  });
});

describe("its module cannot be used", () => {
  const from = new RegExp(`own_head\\.vcl:${lineOf(declaration, "extern")}:`);

  test("it is not there", async () => {
    expectFailure(await train(undefined), {
      places: [/V0920\]: the file of own_head is not there/, from],
      texts: ["own_head.ts"],
    });
  });

  test("a file that it imports is not there", async () => {
    const text = implementation({ imports: 'import { more } from "./more.ts";\nconsole.log(more);' });
    expectFailure(await train(text), { places: [/own_head\.ts:3:/, from], texts: ["there is no more.ts"] });
  });

  test("a package that it imports is not there", async () => {
    const text = implementation({ imports: 'import { more } from "no-such-package";\nconsole.log(more);' });
    expectFailure(await train(text), { places: [from], texts: ["Cannot find package 'no-such-package'"] });
  });

  test("it is no TypeScript", async () => {
    const text = implementation({ factory: "const = 3;" });
    expectFailure(await train(text), {
      places: [
        /V0920\]: a component's TypeScript cannot be read/,
        new RegExp(`own_head\\.ts:${lineOf(text, "const = 3")}:`),
        from,
      ],
      texts: [],
    });
  });

  test("it has no such export", async () => {
    expectFailure(await train(implementation({ name: "ownHaed" })), {
      places: [/V0920\]: the module exports no `ownHead`/, from],
      texts: ["it exports ownHaed", "call it `ownHead` instead of `ownHaed`"],
    });
  });

  test.each([
    ["export const ownHead = 3;", "it is a number"],
    ["export class ownHead {}", "it is a class"],
  ])("what it exports is no function: %s", async (text, why) => {
    expectFailure(await train(text), { places: [/V0920\]: `ownHead` is no function/, from], texts: [why] });
  });
});

test("vcl shapes still shows the shapes, and says why it knows no costs", async () => {
  writeFileSync(join(cwd, "own_head.ts"), "export const ownHead = 3;");
  const { code, stdout, stderr } = await vcl(["shapes", "small.vcl", ...data], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain("stage2");
  expect(stderr).toContain("`ownHead` is no function");
});

test("vcl check --files finds the same", async () => {
  writeFileSync(join(cwd, "own_head.ts"), "export const ownHead = 3;");
  const { code, stdout } = await vcl(["check", "--files", "small.vcl", ...data], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain("error[V0920]: `ownHead` is no function");
});

test("imports as people write them: types without `type`, tfjs by its own name, files without an ending", async () => {
  writeFileSync(
    join(cwd, "helper.ts"),
    'import { neg } from "@tensorflow/tfjs-core";\nexport const twice = (x: never): never => neg(neg(x)) as never;\nexport interface Only {}\n',
  );
  const text = implementation({
    imports:
      'import { Only, twice } from "./helper";\nimport { Nothing } from "./not-there.ts";\nexport type A = Only | Nothing;',
    forward: "pooled = twice(pooled as never);",
  });
  const { code, stderr } = await train(text);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
