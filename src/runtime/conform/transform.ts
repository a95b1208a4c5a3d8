import type { Clip, Transform } from "../data.ts";
import { stream } from "../random.ts";
import type { Fault, Seen, Trial } from "./observation.ts";
import { areNumbers, sameValues } from "./tensors.ts";

/** A transform on a random clip: what comes out, that the clip stays as it was, and that draws are the stream's alone. */
export function observeTransform(transform: Transform, trial: Trial): Seen {
  const { seed, random } = trial;
  const clip = clipOf(trial);
  const before = clip.data.slice();
  const first = transform.apply(clip, stream(seed, "draws"));
  const faults: Fault[] = [];
  if (!sameValues(before, clip.data)) {
    faults.push({ title: "it changes the clip that goes in", help: "give a new clip: others may still read this one" });
  }
  const { frames, height, width, channels, data } = first;
  const size = frames * height * width * channels;
  if (data.length !== size) {
    faults.push({
      title: "its clip has another size than it says",
      why: `${data.length} values for ${channels} x ${frames} x ${height} x ${width}`,
      about: "yields",
    });
  }
  if (!areNumbers(data)) faults.push({ title: "its values are no numbers" });
  const again = transform.apply(clipOf(trial), stream(seed, "draws"));
  if (!sameClip(first, again)) {
    faults.push({
      title: "the same draws give another clip",
      help: "draw from the stream that it is handed, not from Math.random",
    });
  }
  const others = [1, 2, 3].map((draw) => transform.apply(clipOf(trial), stream(seed, "other draws", draw)));
  if (!random && others.some((other) => !sameClip(first, other))) {
    faults.push({ title: "it draws at random and does not declare it", help: "write `random` into its declaration" });
  }
  const outputs = [first, ...others].map((each) => ({
    of: "",
    scale: each.scale,
    dims: [each.channels, each.frames, each.height, each.width],
  }));
  return { outputs, faults };
}

function clipOf({ sizes: [channels, frames, height, width], scale, seed }: Trial): Clip {
  const random = stream(seed, "clip");
  const length = channels * frames * height * width;
  const data =
    scale === "u8"
      ? Uint8Array.from({ length }, () => random.integer(0, 255))
      : Float32Array.from({ length }, () => random.next());
  return { data, frames, height, width, channels, scale };
}

function sameClip(a: Clip, b: Clip): boolean {
  return a.height === b.height && a.width === b.width && a.frames === b.frames && sameValues(a.data, b.data);
}
