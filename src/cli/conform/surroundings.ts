/** A small program around one component, in which it can be made and its shapes are checked. */
import type { ComponentDeclaration } from "../../language/declarations/declaration.ts";
import type { Kind } from "../../language/types/type.ts";
import type { Random } from "./random-options.ts";

/** What goes in: channels or planes, frames, height and width. */
export type Sizes = readonly [number, number, number, number];

export interface Surroundings {
  /** Text of the program, for a component written as `made`. */
  program(made: string): string;
  readonly sizes: Sizes;
  readonly classes: number;
  /** The scale in which a clip reaches a transform. */
  readonly scale: "u8" | "f32";
  /** Fields that have to fit the surroundings, as vcl text. */
  readonly fixed: ReadonlyMap<string, string>;
}

/** Codes of what surroundings cannot give: multi-labels. The component itself is tried all the same. */
export const beside: ReadonlySet<string> = new Set(["V0608", "V0609", "V0804"]);

const planes = [1, 2, 3, 4, 6, 8, 12];

/** `imports`: what makes the component known to the program. */
export function surroundingsOf(declaration: ComponentDeclaration, imports: string, random: Random): Surroundings {
  const { kind } = declaration;
  const classes = random.integer(2, 5);
  const extent = [random.integer(1, 4), random.integer(2, 6), random.integer(2, 6)] as const;
  const depth = kind === "head" ? (planes[random.integer(0, planes.length - 1)] ?? 4) : 3;
  const scale = kind === "transform" ? scaleInto(declaration) : "u8";
  // The stem of this trunk halves height and width, so that any feature map can be had.
  const clip =
    kind === "head" ? [extent[0], 2 * extent[1], 2 * extent[2]] : kind === "transform" ? extent : larger(extent);
  return {
    sizes: [depth, ...(kind === "head" ? extent : (clip as typeof extent))],
    classes,
    scale,
    fixed: fixedFields(declaration),
    program: (made) => programText(kind, made, { imports, clip, classes, stem: depth, declaration }),
  };
}

function larger([t, h, w]: readonly [number, number, number]): readonly number[] {
  return [t + 1, h + 6, w + 6];
}

/** A head at whatever block is the last. */
function withHead(model: string, head: string): string {
  const open = model.replace(/\s*\}$/, "");
  return `${open}${open.endsWith("{") ? "" : ","} head h at last = ${head} }`;
}

interface Around {
  readonly imports: string;
  readonly clip: readonly number[];
  readonly classes: number;
  readonly stem: number;
  readonly declaration: ComponentDeclaration;
}

function programText(kind: Kind, made: string, { imports, clip, classes, stem, declaration }: Around): string {
  const [frames, height, width] = clip;
  const part = (of: Kind, otherwise: string): string => (kind === of ? made : otherwise);
  const head = part("head", `fully_convolutional_linear { activation: .${activation(declaration)} }`);
  const trunk = `resnext3d { blocks: [1], planes: 1, stem_planes: ${kind === "head" ? stem : 1}, head h at stem = ${head} }`;
  const data = (split: string): string =>
    kind === "dataset"
      ? // Surroundings write \`split\` as the phase has it.
        made.replaceAll("split: .train", `split: .${split}`)
      : `videos { split: .${split} }`;
  return `${imports}
let videos = ucf_layout {
  videos: "v", splits: "s", index: "i", classes: ${classes}
  frames: [${height}x${width} px], shortest: 1000 frames, clip: ${frames} frames
  sample: ${part("sampler", "uniform(1 clip per video)")}
  batch: 1 clip
  transform: ${transformText(kind, made, declaration)}
}
data train = ${data("train")}
data test = ${data("test")}
model m = ${kind === "model" ? withHead(made, head) : trunk}
experiment conform {
  phases: [train, test], model: m, epochs: 4 epochs
  loss: ${part("loss", "cross_entropy")}
  optimizer: ${part("optimizer", `sgd { lr: ${part("schedule", "0.1")} }`)}
  meters: [${part("meter", "accuracy")}]
  hooks: [${part("hook", "")}]
}
`;
}

/** What a head must give in test so that a loss or a meter takes it. */
function activation({ shapes }: ComponentDeclaration): string {
  const takes = shapes.filter(({ direction }) => direction === "takes").map(({ type }) => type.meaning);
  if (takes.includes("probabilities") || takes.includes("tensor") || takes.length === 0) return "softmax";
  return takes.includes("multi_probabilities") ? "sigmoid" : "identity";
}

function transformText(kind: Kind, made: string, declaration: ComponentDeclaration): string {
  if (kind !== "transform") return "to_float";
  const into = scaleInto(declaration);
  const out = declaration.shapes.find(({ direction }) => direction === "yields")?.type.scale ?? into;
  return `${into === "f32" ? "to_float |> " : ""}${made}${out === "u8" ? " |> to_float" : ""}`;
}

function scaleInto({ shapes }: ComponentDeclaration): "u8" | "f32" {
  return shapes.find(({ direction }) => direction === "takes")?.type.scale ?? "u8";
}

/** A data set's own list, and a schedule that covers the whole run. */
function fixedFields({ kind, fields }: ComponentDeclaration): ReadonlyMap<string, string> {
  const fixed = new Map<string, string>();
  if (kind === "dataset" && fields.has("split")) fixed.set("split", ".train");
  if (kind === "schedule" && fields.has("over")) fixed.set("over", "100%");
  return fixed;
}
