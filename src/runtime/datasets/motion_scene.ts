/**
 * What the sample videos show: eight motions of textures and shapes, by groups. Everything is drawn from fixed keys, so the
 * videos are the same everywhere.
 *
 * Only motion tells the classes apart. Place, angle and size of what moves are drawn alike for every class and run around
 * (a texture without ends is shifted, turned or zoomed), so single frames of all classes look alike by construction.
 */
import { type Random, stream } from "../random.ts";

/** The classes in the order of their numbers. */
export const motionClasses = [
  "MoveLeft",
  "MoveRight",
  "MoveUp",
  "MoveDown",
  "Grow",
  "Shrink",
  "TurnLeft",
  "TurnRight",
] as const;

export type MotionClass = (typeof motionClasses)[number];

export const frameHeight = 240;
export const frameWidth = 320;

/** Groups 1 to 6 are tested, 7 to 24 train: a group's background, texture, palette and speeds stand in one list only. */
export const testGroups = 6;
export const groups = 24;

export interface MotionVideo {
  /** `MoveLeft/v_MoveLeft_g01_c01.avi` */
  readonly name: string;
  readonly class: MotionClass;
  /** From 1. */
  readonly group: number;
  readonly split: "train" | "test";
  /** 30 to 80. */
  readonly frames: number;
  /** How the texture lies in the first frame. */
  readonly start: Pose;
  /** The place of the texture that is in the frame's centre then, in pixels of the texture. */
  readonly centre: { readonly x: number; readonly y: number };
  /** What each frame adds to the pose. */
  readonly step: Pose;
}

/** How the texture lies in the frame. It turns and grows around the frame's centre. */
export interface Pose {
  /** Pixels of the frame to the right and down. */
  readonly x: number;
  readonly y: number;
  /** Radians, clockwise on the screen. */
  readonly angle: number;
  /** Octaves: 1 is twice as large. */
  readonly size: number;
}

/** Speeds as shares of the range from slowest to fastest. Test speeds lie in the gaps that training leaves. */
const trainSpeeds = [
  [0, 0.2],
  [0.32, 0.48],
  [0.6, 0.76],
  [0.88, 1],
] as const;
const testSpeeds = [
  [0.23, 0.29],
  [0.51, 0.57],
  [0.79, 0.85],
] as const;

/** Of one frame to the next: pixels, radians, octaves. */
const range = { pixels: [4, 11], radians: [0.07, 0.18], octaves: [0.05, 0.12] } as const;

/** All videos, group by group. */
export function motionVideos(): readonly MotionVideo[] {
  return Array.from({ length: groups }, (_, g) => motionClasses.map((name) => motionVideo(name, g + 1))).flat();
}

/** How fast a group's videos move, as shares of the range from slowest to fastest. */
export function speedsOf(group: number): readonly [number, number] {
  const bands = group <= testGroups ? testSpeeds : trainSpeeds;
  return bands[group % bands.length] ?? [0, 1];
}

function motionVideo(name: MotionClass, group: number): MotionVideo {
  const draws = stream("motion", "video", name, group);
  const [low, high] = speedsOf(group);
  const speed = low + draws.next() * (high - low);
  const centre = { x: 256 * draws.next(), y: 256 * draws.next() };
  const start = { x: 0, y: 0, angle: 2 * Math.PI * draws.next(), size: draws.next() };
  return {
    name: `${name}/v_${name}_g${String(group).padStart(2, "0")}_c01.avi`,
    class: name,
    group,
    split: group <= testGroups ? "test" : "train",
    frames: frameCount(draws),
    start,
    centre,
    step: stepOf(name, speed),
  };
}

/** 30 to 80, mostly short: the data has to be made quickly. */
function frameCount(draws: Random): number {
  return 30 + Math.floor(51 * draws.next() ** 2);
}

function stepOf(name: MotionClass, speed: number): Pose {
  const between = ([slow, fast]: readonly [number, number]): number => slow + speed * (fast - slow);
  const still = { x: 0, y: 0, angle: 0, size: 0 };
  switch (name) {
    case "MoveLeft":
      return { ...still, x: -between(range.pixels) };
    case "MoveRight":
      return { ...still, x: between(range.pixels) };
    case "MoveUp":
      return { ...still, y: -between(range.pixels) };
    case "MoveDown":
      return { ...still, y: between(range.pixels) };
    case "Grow":
      return { ...still, size: between(range.octaves) };
    case "Shrink":
      return { ...still, size: -between(range.octaves) };
    case "TurnLeft":
      return { ...still, angle: -between(range.radians) };
    case "TurnRight":
      return { ...still, angle: between(range.radians) };
  }
}
