/** The units of quantities: how they are written, and what people call them. */
import type { UnitName } from "../values/value.ts";

interface Unit {
  readonly singular: string;
  /** In sentences. */
  readonly words: string;
  /** Nobody can have half of one. */
  readonly whole: boolean;
}

const units: Readonly<Record<UnitName, Unit>> = {
  frames: { singular: "frame", words: "frames", whole: true },
  px: { singular: "px", words: "pixels", whole: true },
  clips: { singular: "clip", words: "clips", whole: true },
  videos: { singular: "video", words: "videos", whole: true },
  epochs: { singular: "epoch", words: "epochs", whole: true },
  steps: { singular: "step", words: "steps", whole: true },
  seconds: { singular: "second", words: "seconds", whole: false },
  fps: { singular: "fps", words: "frames per second", whole: false },
};

export const unitNames: readonly UnitName[] = Object.keys(units).filter(isUnitName);

function isUnitName(name: string): name is UnitName {
  return Object.hasOwn(units, name);
}

/** The unit that is written so, singular or plural. */
export function unitNamed(written: string): UnitName | undefined {
  if (isUnitName(written)) return written;
  return unitNames.find((name) => units[name].singular === written);
}

export function isWholeUnit(unit: UnitName): boolean {
  return units[unit].whole;
}

/** As it is written after a number: `1 clip`, `8 clips per video`. */
export function unitText(unit: UnitName, per: UnitName | undefined, count: number): string {
  const name = count === 1 ? units[unit].singular : unit;
  return per === undefined ? name : `${name} per ${units[per].singular}`;
}

/** As a sentence names it: `pixels`, `clips per video`. */
export function unitWords(unit: UnitName, per?: UnitName): string {
  return per === undefined ? units[unit].words : `${units[unit].words} per ${units[per].singular}`;
}
