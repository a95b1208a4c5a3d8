/** What `stdlib` declares of transforms, samplers and data sets against what the runtime does, for random small options. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Clip, Transform } from "../../src/runtime/data.ts";
import { type PlanVideo, planTest, planTraining } from "../../src/runtime/datasets/clip_plan.ts";
import { motionClasses, motionVideos, testGroups } from "../../src/runtime/datasets/motion_scene.ts";
import { withDefaults } from "../../src/runtime/datasets/ucf_config.ts";
import { RunError } from "../../src/runtime/error.ts";
import { stream } from "../../src/runtime/random.ts";
import { random } from "../../src/runtime/samplers/random.ts";
import { uniform } from "../../src/runtime/samplers/uniform.ts";
import { normalize, toFloat } from "../../src/runtime/transforms/color.ts";
import { pipe } from "../../src/runtime/transforms/pipe.ts";
import { centerCrop, flip, randomCrop, resizeShort } from "../../src/runtime/transforms/spatial.ts";
import { check } from "../language/helpers.ts";
import { namesOf } from "./components.ts";
import { boundsOf, judge } from "./program.ts";

interface Step {
  readonly vcl: string;
  readonly made: Transform;
}

const edge = fc.integer({ min: 2, max: 40 });
const size = fc.tuple(edge, edge);

/** Random options of each transform of the library. */
const transforms: Readonly<Record<string, fc.Arbitrary<Step>>> = {
  resize_short: fc.oneof(
    edge.map((px) => ({ vcl: `resize_short(${px} px)`, made: resizeShort({ size: px }) })),
    fc.tuple(edge, fc.integer({ min: 0, max: 6 })).map(([low, more]) => ({
      vcl: `resize_short(${low}..${low + more} px)`,
      made: resizeShort({ size: [low, low + more] }),
    })),
  ),
  random_crop: size.map(([h, w]) => ({ vcl: `random_crop(${h}x${w} px)`, made: randomCrop({ size: [h, w] }) })),
  center_crop: size.map(([h, w]) => ({ vcl: `center_crop(${h}x${w} px)`, made: centerCrop({ size: [h, w] }) })),
  flip: fc.constantFrom(0, 0.5, 1).map((p) => ({ vcl: `flip(${100 * p}%)`, made: flip({ p }) })),
  to_float: fc.constant({ vcl: "to_float", made: toFloat() }),
  normalize: fc.constantFrom(1, 3, 3, 3).map((channels) => {
    const [mean, std] = [Array<number>(channels).fill(0.5), Array<number>(channels).fill(0.25)];
    return { vcl: `normalize { mean: [${mean}], std: [${std}] }`, made: normalize({ mean, std }) };
  }),
};

const step: fc.Arbitrary<Step> = fc.oneof(
  ...Object.entries(transforms).flatMap(([name, each]) => (name === "to_float" || name === "normalize" ? [] : [each])),
);

/** At the end, values become real, and may be normalized; or they do not fit each other. */
const ending: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(transforms.to_float as fc.Arbitrary<Step>) },
  {
    weight: 3,
    arbitrary: fc.tuple(transforms.to_float as fc.Arbitrary<Step>, transforms.normalize as fc.Arbitrary<Step>),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(transforms.to_float as fc.Arbitrary<Step>, transforms.to_float as fc.Arbitrary<Step>),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(transforms.normalize as fc.Arbitrary<Step>, transforms.to_float as fc.Arbitrary<Step>),
  },
);

const anyModel =
  "resnext3d { blocks: [1], planes: 1, stem_planes: 1, head h at stage1.last = fully_convolutional_linear {} }";

describe("transforms", () => {
  it("give what they declare, whatever they draw, or both refuse", () => {
    fc.assert(
      fc.property(size, fc.array(step, { minLength: 1, maxLength: 3 }), ending, ([height, width], first, last) => {
        const steps = [...first, ...last];
        const transform = steps.map((each) => each.vcl).join(" |> ");
        const { errors, experiment } = judge({ clip: [2, height, width], transform, model: anyModel });
        const made = pipe(steps.map((each) => each.made));
        const clip: Clip = {
          data: new Uint8Array(2 * height * width * 3),
          frames: 2,
          height,
          width,
          channels: 3,
          scale: "u8",
        };
        const outcomes = Array.from({ length: 8 }, (_, draw) => {
          try {
            return made.apply(clip, stream(draw));
          } catch (error) {
            if (error instanceof RunError) return undefined;
            throw error;
          }
        });
        if (errors.length > 0) {
          expect(outcomes.every((each) => each === undefined)).toBe(true);
          return;
        }
        const bounds = boundsOf(experiment?.phases[0]?.runs[0]?.stages.at(-1)?.tensor);
        for (const given of outcomes) {
          // Some sizes may be too small for a crop: the check warns of those.
          if (!given) continue;
          const sizes = [given.channels, given.frames, given.height, given.width];
          for (const [i, [low, high]] of bounds.entries()) {
            expect(sizes[i]).toBeGreaterThanOrEqual(low);
            expect(sizes[i]).toBeLessThanOrEqual(high);
          }
          expect(bounds.length).toBe(4);
          expect(given.scale).toBe("f32");
        }
      }),
      { numRuns: 200 },
    );
  });

  it("are all tried", () => {
    expect(Object.keys(transforms).toSorted()).toEqual(namesOf("transform").toSorted());
  });
});

describe("samplers and data sets", () => {
  it("an epoch has as many clips, steps and videos as the check says", () => {
    const count = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(
        fc.record({
          take: fc.option(fc.integer({ min: 1, max: 400 }), { nil: null }),
          batch: count,
          clips: fc.integer({ min: 1, max: 4 }),
          drop: fc.boolean(),
          steady: fc.boolean(),
        }),
        ({ take, batch, clips, drop, steady }) => {
          const sampler = steady ? "uniform" : "random";
          const fields = `folder: "m", clip: 8 frames, sample: ${sampler}(${clips} clips per video), take: ${take === null ? "none" : `${take} clips`}, batch: ${batch} clips, drop_last: ${drop}, transform: resize_short(16 px) |> to_float`;
          const { experiments } = check(`
data train = motion { split: .train, ${fields} }
data test = motion { split: .test, ${fields} }
model m = ${anyModel}
experiment e { phases: [train, test], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`);
          const sample = (steady ? uniform : random)({ clipsPerVideo: clips });
          const options = (split: "train" | "test") =>
            withDefaults({ split, clip: 8, sample, take, batch, dropLast: drop, transform: toFloat() });
          const videos = (number: number): readonly PlanVideo[] =>
            Array.from({ length: number }, (_, i) => ({ name: `${i}`, label: i % 8, windows: 23 }));
          const [train, test] = experiments[0]?.phases ?? [];
          const training = planTraining(videos(144), options("train"), 0, 1);
          const testing = planTest(videos(48), options("test"), 0, 1);
          expect(train?.steps).toBe(training.length);
          expect(test?.steps).toBe(testing.length);
          if (!drop) {
            expect(train?.clips).toBe(training.flat().length);
            expect(test?.clips).toBe(testing.flat().length);
            expect(test?.videos).toBe(new Set(testing.flat().map((clip) => clip.video)).size);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it("the facts of motion are its generator's", () => {
    const { names } = check(
      'let m = motion { folder: "m" }\nlet classes = m.classes\nlet train = m.train_videos\nlet test = m.test_videos\n',
    );
    const value = (name: string): unknown => {
      const found = names.find((each) => each.name === name)?.value();
      return found?.kind === "number" ? found.interval.low : undefined;
    };
    const all = motionVideos().length;
    expect(value("classes")).toBe(motionClasses.length);
    expect(value("test")).toBe(motionClasses.length * testGroups);
    expect(value("train")).toBe(all - motionClasses.length * testGroups);
  });
});
