/** Programs that would take long, or much memory, or a deep stack, if the front end let them. All grow with `n`. */
import type { Files } from "./corpus.ts";

/** `count` texts, joined by line ends or by `between`. */
export function many(count: number, text: (index: number) => string, between = "\n"): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(between);
}

/** A whole experiment, with parts of it replaced. */
export function whole(parts: { readonly [part: string]: string } = {}): string {
  const {
    before = "",
    data = "",
    train = "",
    model = "blocks: [1, 1]",
    head = "",
    experiment = "",
    meters = "[accuracy]",
  } = parts;
  const {
    resize = "resize_short(64 px)",
    hooks = "[]",
    optimizer = "sgd { lr: 0.1 }",
    after = "",
    epochs = "2 epochs",
  } = parts;
  const {
    sample = "uniform(1 clip per video)",
    clip = "8 frames",
    batch = "8 clips",
    phases = "[train, test]",
  } = parts;
  return `${before}
let clips = ucf_layout { videos: "v", splits: "s", index: "i.json", clip: ${clip}, batch: ${batch}
  ${data} }
data train = clips { split: .train, sample: ${sample}, transform: ${resize} |> center_crop(56x56 px) |> to_float
  ${train} }
data test = clips { split: .test, sample: ${sample}, transform: ${resize} |> center_crop(56x56 px) |> to_float }
model net = resnext3d { ${model}
  head h at stage1.last = fully_convolutional_linear {}
  ${head} }
experiment e { phases: ${phases}, model: net, loss: cross_entropy { head: h }, optimizer: ${optimizer}, epochs: ${epochs}
  meters: ${meters}, hooks: ${hooks}
  ${experiment} }
${after}
`;
}

const one = (text: string): Files => ({ "main.vcl": text });
const huge = 9007199254740991;

/** By name; `n` is how many there are of what there are many of. */
export const hostile: { readonly [name: string]: (n: number) => Files } = {
  // Values that grow.
  "a list of 2^60": () => one("let x = repeat(1, 1152921504606846976)"),
  "lists repeated": () => one(`let x = ${many(40, () => "repeat(", "")}[1]${many(40, () => ", 1000)", "")}`),
  "paths that double": () => one(`let p0 = "aaaaaaaa" / "b"\n${many(60, (i) => `let p${i + 1} = p${i} / p${i}`)}`),
  "schedules that double": () => one(`let s0 = constant(0.1)\n${many(60, (i) => `let s${i + 1} = s${i} then s${i}`)}`),
  "transforms that double": () =>
    one(`let s0 = to_float |> flip(50%)\n${many(60, (i) => `let s${i + 1} = s${i} |> s${i}`)}`),
  "components that double": () => {
    const text = many(60, (i) => `let s${i + 1} = checkpoint { into: "x", every: 1 epoch, after: s${i} }`);
    return one(`let s0 = checkpoint { into: "x" }\n${text}`);
  },
  "powers of powers": () => one(`let x = ${many(60, () => "2 ^ ", "")}2\nlet y = 9007199254740991 ^ 9007199254740991`),
  "a product of a long list": (n) => one(`let x = product([${many(n, () => "3", ", ")}], ${n})`),
  "a long topk": (n) => one(whole({ meters: `[accuracy { topk: [${many(n, (i) => String(i + 1), ", ")}] }]` })),
  "a long topk of equal numbers": (n) => one(whole({ meters: `[accuracy { topk: [${many(n, () => "1", ", ")}] }]` })),
  "the largest of a long list": (n) =>
    one(
      `let a = [${many(n * 30, String, ", ")}]\nlet b = max(a)\nlet c = min(a)\nlet d = product(a)\nlet e = len(a)\ncheck distinct(a)`,
    ),
  "a long list, compared": (n) =>
    one(`let a = [${many(n, String, ", ")}]\nlet b = [${many(n, String, ", ")}]\ncheck a == b\ncheck distinct(a)`),
  "many stages": (n) => one(whole({ model: `blocks: [${many(n, () => "1", ", ")}]` })),
  "huge stages": () => one(whole({ model: `blocks: [${huge}, ${huge}, ${huge}, 1000000000]` })),
  "long stages": (n) => one(whole({ model: `blocks: [${n}, ${n}]` })),
  "huge planes": () => one(whole({ model: `blocks: [1, 1, 1, 1, 1], planes: ${huge}, stem_planes: ${huge}` })),
  "huge strides": () =>
    one(whole({ model: `blocks: [1, 1], temporal_stride: [${huge}, ${huge}], spatial_stride: [${huge}, 1]` })),
  "huge clips": () =>
    one(whole({ clip: `${huge} frames`, batch: `${huge} clips`, sample: `uniform(${huge} clips per video)` })),
  "huge sizes": () => one(whole({ resize: `resize_short(1..${huge} px) |> resize_short(${huge} px)` })),
  "huge epochs": () => one(whole({ epochs: `${huge} epochs`, hooks: `[log_progress { every: ${huge} steps }]` })),
  "many ranges in a row": (n) =>
    one(whole({ resize: many(Math.min(n / 50, 40), (i) => `resize_short(${i + 20}..${i + 900} px)`, " |> ") })),
  "sizes drawn and cropped again and again": (n) =>
    one(
      whole({
        resize: many(Math.min(n / 50, 12), (i) => `resize_short(${i + 64}..900 px) |> random_crop(60x60 px)`, " |> "),
      }),
    ),
  "many frame sizes": (n) =>
    one(
      whole({
        data: `frames: [${many(n, (i) => `${100 + i}x${200 + i} px`, ", ")}]`,
        resize: "resize_short(64..72 px)",
      }),
    ),
  "many milestones": (n) =>
    one(
      whole({
        optimizer: `sgd { lr: multistep { values: [${many(n + 1, () => "0.1", ", ")}], at: [${many(n, (i) => `${i + 1} epochs`, ", ")}] } }`,
      }),
    ),
  "many parts of a schedule": (n) =>
    one(whole({ optimizer: `sgd { lr: ${many(Math.min(n, 60), () => "constant(0.1) { over: 1% }", " then ")} }` })),
  "many hooks": (n) => one(whole({ hooks: `[${many(n, (i) => `checkpoint { into: "a${i}" }`, ",\n")}]` })),
  "many equal hooks": (n) => one(whole({ hooks: `[${many(n, () => `checkpoint { into: "a" }`, ",\n")}]` })),
  "many meters": (n) => one(whole({ meters: `[${many(n, () => "accuracy", ", ")}]` })),
  "many heads": (n) =>
    one(whole({ head: many(n, (i) => `head h${i} at stage2.last = fully_convolutional_linear {}`) })),
  "many heads of one name": (n) =>
    one(whole({ head: many(n, () => "head g at stage2.last = fully_convolutional_linear {}") })),
  "many phases": (n) =>
    one(
      whole({
        before: many(
          n,
          (i) => `data t${i} = clips { split: .test, sample: uniform(1 clip per video), transform: to_float }`,
        ),
        phases: `[train, ${many(n, (i) => `t${i}`, ", ")}]`,
      }),
    ),
  "many phases, as many as may be": () =>
    one(
      whole({
        before: many(
          60,
          (i) =>
            `data t${i} = clips { split: .test, sample: uniform(1 clip per video), transform: resize_short(64..128 px) |> to_float }`,
        ),
        phases: `[train, ${many(60, (i) => `t${i}`, ", ")}]`,
      }),
    ),
  "many experiments": (n) => one(whole({ after: many(n / 100, (i) => `experiment e${i} = e { seed: ${i} }`) })),
  // Many of one thing.
  "many lets": (n) => one(many(n, (i) => `let a${i} = ${i}`)),
  "many lets of one name": (n) => one(many(n, () => "let a = 1")),
  "many params": (n) => one(many(n, (i) => `/// A param.\nparam a${i}: int in 1..${i + 1} = 1`)),
  "many unknown names": (n) => one(many(n, (i) => `let a${i} = bb${i}`)),
  "many unknown names in one list": (n) => one(`let a = [${many(n, (i) => `bb${i}`, ", ")}]`),
  "many unknown names and a mistake": (n) => one(`${many(n, (i) => `let a${i} = bb${i}`)}\nlet = 1\n`),
  "many unknown members": (n) => one(many(n, (i) => `let a${i} = sgd { lr: 1 }.x${i}`)),
  "many unknown fields": (n) => one(`let a = sgd {\n${many(n, (i) => `lrx${i}: 1`)}\n}`),
  "many unknown fields in one line": (n) => one(`let a = sgd { ${many(n, (i) => `lrx${i}: 1`, ", ")} }`),
  "a field set many times": (n) => one(`let a = sgd {\n${many(n, () => "lr: 1")}\n}`),
  "many amendments": (n) => one(`let a = sgd { lr: 1 }\n${many(n, (i) => `let b${i} = a { momentum: 0.${i} }`)}`),
  "amendments of amendments": (n) =>
    one(`let a0 = sgd { lr: 1 }\n${many(n, (i) => `let a${i + 1} = a${i} { momentum: 0.5 }`)}`),
  "appended lists": (n) =>
    one(
      whole({
        after: `${many(n / 100, (i) => `experiment e${i + 1}0 = e${i === 0 ? "" : `${i}0`} { hooks += [checkpoint { into: "a${i}" }] }`)}`,
      }),
    ),
  "many checks that fail": (n) => one(many(n, (i) => `check ${i} == ${i + 1} else "no"`)),
  "many allowances": (n) => one(`${many(n, () => "// allow V0303: why not")}\nlet x = 1\n`),
  "many allowances for many warnings": (n) => one(many(n, (i) => `// allow V0204: x\ncheck ${i} == 1`)),
  "many comments": (n) => one(many(n, () => "/// doc\n// c\n//! m")),
  "many externs": (n) => one(many(n, (i) => `extern hook h${i} from "./h.ts" {\n  a: int = 1\n  b: int = a + c\n}`)),
  "an extern with many fields": (n) =>
    one(
      `extern hook h from "./h.ts" {\n${many(n, (i) => `  a${i}: int = ${i === 0 ? "1" : `a${i - 1}`}`)}\n}\nlet x = h { a0: 2 }`,
    ),
  "an extern with many lets": (n) =>
    one(
      `extern transform h from "./h.ts" {\n takes tensor [C, T, H, W]\n let a0 = H\n${many(n, (i) => `  let a${i + 1} = a${i} + a${i}`)}\n require a${n} >= 0 else "no"\n yields tensor [C, T, H, W]\n}\n${whole({ resize: "resize_short(64..900 px) |> h" })}`,
    ),
  "an extern with many conditions": (n) =>
    one(
      `extern transform h from "./h.ts" {\n takes tensor [C, T, H, W]\n${many(n / 10, (i) => `  require H > ${i} else error A1 "no {H}"`)}\n yields tensor [C, T, H, W]\n}\n${whole({ resize: "resize_short(64..900 px) |> h" })}`,
    ),
  "an extern with many blocks": () =>
    one(
      `extern model m from "./m.ts" {\n clip: clip_type = data.clip\n takes tensor f32 [N, C, T, H, W]\n blocks a{i in 1..${huge}}.b{j in 1..1000000}.c{k in 1..1000} yields tensor f32 [N, C, T, H, W]\n}\n${whole({ after: "model own = m { head g at a1.last = fully_convolutional_linear {} }\nexperiment f = e { model: own }" })}`,
    ),
  "an extern with nested counters": () =>
    one(
      `extern model m from "./m.ts" {\n clip: clip_type = data.clip\n takes tensor f32 [N, C, T, H, W]\n blocks ${many(12, (i) => `a{i${i} in 1..20}`, ".")} yields tensor f32 [N, C, T, H, W]\n}\n${whole({ after: "model own = m { head g at a1.last = fully_convolutional_linear {} }\nexperiment f = e { model: own }" })}`,
    ),
  "many ranges in one condition": () =>
    one(
      `extern transform h from "./h.ts" {\n${many(12, (i) => `  r${i}: range of px = 1..900 px`)}\n takes tensor [C, T, H, W]\n require ${many(12, (i) => `r${i}`, " + ")} > 5000 else "no"\n yields tensor [C, T, ${many(12, (i) => `r${i}`, " + ")}, W]\n}\n${whole({ resize: "h" })}`,
    ),
  "composites in composites": (n) =>
    one(
      `transform t0(a: px = 64 px) = resize_short(a)\n${many(Math.min(n, 2000), (i) => `transform t${i + 1}(a: px = 64 px) = t${i}(a)`)}\nlet x = t${Math.min(n, 2000)}(1 px)`,
    ),
  // Long lines and texts.
  "a line of a megabyte": (n) => one(`let x = [${many(n * 30, () => "1", ", ")}]\nlet y = x + zz`),
  "a line of look-alikes": (n) => one(`let x = [${many(n, () => "1", "，")}]`),
  "lines of look-alikes": (n) => one(many(n, (i) => `let x${i} = 1 × ${i}`)),
  "a line of unclosed texts": (n) => one(many(n, () => `let x = "never`)),
  "a line of strays": (n) => one(`let x = ${many(n, () => "§", " ")}`),
  "a text of a megabyte": (n) => one(`let x = "${"a".repeat(n * 100)}"\nlet y: int = x\nlet z: dir = x\ncheck x == 1`),
  "a name of a megabyte": (n) => one(`let ${"a".repeat(n * 100)} = 1\nlet y = ${"a".repeat(n * 100 - 1)}b`),
  "a number of many digits": (n) =>
    one(`let x = ${"9".repeat(n * 10)}\nlet y = 1x${"9".repeat(n)}\nlet z = 0.${"1".repeat(n * 10)}`),
  "many dims": (n) => one(`let x = ${many(n, () => "2", "x")} px\nlet y: dims3 = x`),
  "many escapes": (n) => one(`let x = "${"\\q".repeat(n)}"`),
  "many commas": (n) => one(`let x = [${",".repeat(n)}]\nlet y = sgd {${",".repeat(n)}}`),
  "wide characters": (n) => one(`let x = "${"漢".repeat(n)}" + zz\nlet y = "${"👩‍👩‍👧".repeat(n)}" + zz`),
  tabs: (n) => one(`let x${"\t".repeat(n)} = zz`),
  // Files.
  "a chain of imports": (n) =>
    Object.fromEntries(
      Array.from({ length: n / 10 }, (_, i) => [
        i === 0 ? "main.vcl" : `m${i}.vcl`,
        `import { y${i + 1} } from "./m${i + 1}.vcl"\nimport * as b from "./m${i + 1}.vcl"\nlet y${i} = y${i + 1} + b.y${i + 1}`,
      ]),
    ),
  "a chain of imported values": (n) =>
    Object.fromEntries(
      Array.from({ length: n / 10 + 1 }, (_, i) => [
        i === 0 ? "main.vcl" : `m${i}.vcl`,
        i === n / 10 ? "let x = 1" : `import * as b from "./m${i + 1}.vcl"\nlet x = b.x + 1`,
      ]),
    ),
  "a chain of amended files": (n) =>
    Object.fromEntries(
      Array.from({ length: n / 10 + 1 }, (_, i) => [
        i === 0 ? "main.vcl" : `m${i}.vcl`,
        i === n / 10 ? "let x = sgd { lr: 0.1 }" : `amends "./m${i + 1}.vcl"\nlet x { momentum: 0.${i} }`,
      ]),
    ),
  "a file that imports itself": () => one(`import * as me from "./main.vcl"\nlet x = me.x`),
  "a file that amends itself": () => one(`amends "./main.vcl"\nlet x { lr: 1 }`),
  "files that amend each other": () => ({
    "main.vcl": `amends "./b.vcl"\n`,
    "b.vcl": `amends "./c.vcl"\n`,
    "c.vcl": `amends "./main.vcl"\n`,
  }),
  "a file imported many times": (n) => ({
    "main.vcl": many(n, (i) => `import * as b${i} from "./b.vcl"`),
    "b.vcl": "let x = 1\n",
  }),
  "a file imported with many values": (n) => ({
    "main.vcl": many(n, (i) => `import * as b${i} from "./b.vcl" with { p: ${i} }`),
    "b.vcl": "param p: int = 1\nlet x = p\n",
  }),
  "many missing files": (n) => one(many(n, (i) => `import * as b${i} from "./b${i}.vcl"`)),
};
