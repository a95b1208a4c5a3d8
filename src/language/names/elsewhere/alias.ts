/** A name from another system. */
export interface Alias {
  /** Names in vcl; the first that the component has is meant. */
  readonly to: readonly string[];
  /** Said where there is more to know than the name: a sentence without a full stop. */
  readonly note?: string;
}

export type Aliases = Readonly<Record<string, Alias>>;

/** What vcl works out by itself. */
export const fromClip = "it follows from the clip: leave it out";
export const fromBlock = "it follows from the block that the head hangs on: leave it out";
export const asHead = "heads are written `head NAME at stage4.last = …` in the model";
export const asSchedule = "`lr` takes a schedule: `lr: multistep { … }`";
export const asSampler = "the sampler has it: `sample: uniform(10 clips per video)`";
export const asPhase = "each phase has a data set of its own: `data train = …`, `data test = …`";
export const asDataPipe = "transforms are piped: `resize_short(128..160 px) |> random_crop(112x112 px) |> to_float`";
export const asFlag = (flag: string): string => `it is no part of an experiment: \`vcl train --${flag} …\``;
