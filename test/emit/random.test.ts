/** Programs of all sorts, made at random and valid by construction: what holds for every one that is emitted. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkedByBiome } from "./biome.ts";
import { checkFiles, type Files, programOf } from "./check-file.ts";
import { strictErrors } from "./strict.ts";

/** A number that stands as it is, behind a name, behind a param, or is computed from one of them. */
interface Written {
  readonly how: "plain" | "let" | "param" | "open" | "sum" | "renamed";
  readonly value: number;
}

const written = (low: number, high: number): fc.Arbitrary<Written> =>
  fc.record({
    how: fc.constantFrom("plain", "let", "param", "open", "sum", "renamed"),
    value: fc.integer({ min: low, max: high }),
  });

const parts = fc.record({
  batch: written(1, 9),
  clip: written(2, 6),
  take: fc.option(written(10, 99), { nil: undefined }),
  planes: written(1, 9),
  epochs: written(1, 9),
  every: written(1, 9),
  blocks: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }),
  depth: fc.constantFrom("let", "amended", "inline"),
  transform: fc.constantFrom("declared", "composite", "inline"),
  heads: fc.integer({ min: 1, max: 2 }),
  docs: fc.constantFrom("", "/// It says */ and `that`.\n", "/// One line,\n/// and another.\n"),
  schedule: fc.constantFrom(
    "0.1",
    "cosine { from: 0.1, to: 0 }",
    "linear { from: 0, to: 1e-1, over: 25% } then constant(0.1) { over: 75% }",
  ),
});
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

/** What stands for a number in a field, and the declarations that this needs. */
function expressionOf(
  name: string,
  { how, value }: Written,
  unit: string,
): { readonly text: string; readonly lets: string } {
  const type = unit === "" ? "int >= 1" : `${unit} >= 1`;
  const number = `${value} ${unit}`.trimEnd();
  switch (how) {
    case "plain":
      return { text: number, lets: "" };
    case "let":
      return { text: `my_${name}`, lets: `let my_${name} = ${number}\n` };
    case "param":
      return { text: `my_${name}`, lets: `param my_${name}: ${type} = ${number}\n` };
    case "open":
      return { text: `my_${name}`, lets: `param my_${name}: ${type}\n` };
    case "sum":
      return { text: `my_${name} * 2 + ${number}`, lets: `/// Half of it.\nparam my_${name}: ${type} = ${number}\n` };
    case "renamed":
      return { text: `other_${name}`, lets: `param my_${name}: ${type} = ${number}\nlet other_${name} = my_${name}\n` };
  }
}

function fileOf(made: Parts): { readonly files: Files; readonly args: readonly string[] } {
  const lets: string[] = [];
  const args: string[] = [];
  const number = (name: string, given: Written, unit: string): string => {
    const { text, lets: declared } = expressionOf(name, given, unit);
    lets.push(declared);
    if (given.how === "open") args.push(`--my_${name} ${given.value}`);
    return text;
  };
  const clip = number("clip", made.clip, "frames");
  const batch = number("batch", made.batch, "clips");
  const take = made.take ? `take: ${number("take", made.take, "clips")}` : "";
  const planes = number("planes", made.planes, "");
  const epochs = number("epochs", made.epochs, "epochs");
  const every = number("every", made.every, "steps");
  const shared = `videos: "v", splits: "s", index: "i.json", classes: 4, clip: ${clip}`;
  const own = `split: .train, sample: random(1 clip per video), batch: ${batch}\n  ${take}`;
  const transforms = {
    declared: { lets: "transform window = resize_short(20 px) |> center_crop(16x16 px)\n", text: "window |> to_float" },
    composite: {
      lets: "transform window(size: dims2 = 16x16 px) = resize_short(20 px) |> center_crop(size)\n",
      text: "window(12x12 px) |> to_float",
    },
    inline: { lets: "", text: "resize_short(16 px) |> center_crop(16x16 px) |> to_float" },
  };
  const { lets: declared, text: transform } = transforms[made.transform];
  const last = `stage${made.blocks.length}.last`;
  const heads = ["one", "two"]
    .slice(0, made.heads)
    .map((name) => `  head ${name} at ${last} = fully_convolutional_linear {}\n`);
  const data = {
    let: `let shared = ucf_layout { ${shared} }\ndata train = shared {\n  ${own}\n  transform: ${transform}\n}\n`,
    amended: `let shared = ucf_layout { ${shared} }\nlet more = shared { transform: ${transform} }\ndata train = more {\n  ${own}\n}\n`,
    inline: `data train = ucf_layout {\n  ${shared}\n  ${own}\n  transform: ${transform}\n}\n`,
  };
  const text = `${lets.join("")}${declared}${made.docs}${data[made.depth]}
${made.docs}model m = resnext3d {
  blocks: [${made.blocks.join(", ")}]
  planes: ${planes}
${heads.join("")}}
${made.docs}experiment e {
  phases: [train], model: m, loss: cross_entropy { head: one }, optimizer: sgd { lr: ${made.schedule} }
  epochs: ${epochs}, meters: [accuracy { head: one }], hooks: [log_progress { every: ${every} }]
}
`;
  return { files: { "a.vcl": text }, args };
}

test("programs are the same each time, are laid out, and pass tsc --strict", () => {
  const samples = fc.sample(parts, { numRuns: 30, seed: 3 }).map(fileOf);
  const texts = samples.map(({ files, args }) => {
    const { ts } = programOf(files, "a.vcl", args);
    expect(programOf(files, "a.vcl", args).ts).toBe(ts);
    return ts;
  });
  expect(checkedByBiome("check", texts)).toEqual(texts);
  expect(strictErrors(Object.fromEntries(texts.map((text, i) => [`${i}.ts`, text])))).toEqual([]);
});

test("the program has the value of every param that stays one, and only of those", () => {
  fc.assert(
    fc.property(parts, (made) => {
      const { files, args } = fileOf(made);
      const { params, fixed, ts } = programOf(files, "a.vcl", args);
      const all = checkFiles(files, "a.vcl", args).params.map(({ name }) => name);
      const camel = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      const own = Object.keys(params);
      expect([...own, ...fixed.map(camel)].sort()).toEqual(all.map(camel).sort());
      for (const name of own) expect(ts).toContain(`  ${name}: `);
      const isVariable = (given: Written): boolean => ["param", "open", "sum", "renamed"].includes(given.how);
      expect(own.includes("myBatch")).toBe(isVariable(made.batch));
      expect(own.includes("myEpochs")).toBe(isVariable(made.epochs));
      expect(fixed.includes("my_planes")).toBe(isVariable(made.planes));
      expect(fixed.includes("my_clip")).toBe(isVariable(made.clip));
    }),
    { numRuns: 15, seed: 4 },
  );
});
