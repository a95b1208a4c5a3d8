/** Whether a run may go on from a checkpoint, and what is different now. */
import { RunError } from "../error.ts";
import type { CheckpointHeader } from "./checkpoint_header.ts";
import { type Difference, differences, type Json, showValue } from "./differences.ts";
import { type Extent, isFinished, isTrained, lastEpoch } from "./position.ts";
import type { ResolvedExperiment } from "./resolved.ts";

/** Model options that no weight depends on. */
const harmlessModelOptions = new Set(["model.clip", "model.frames_per_clip", "model.clip_crop_size"]);
const harmlessHeadOptions = /\.dropout$/;
/** Data options that say where files are, not which clips are drawn. */
const placeOptions = /\.(videos|splits|index|folder)$/;

/** The run as it is now. */
export interface CurrentRun {
  readonly experiment: ResolvedExperiment;
  readonly classes: readonly string[];
  readonly extent: Extent;
  /** Whether the run that the folder holds came to its end, tests and all. */
  readonly ended: boolean;
}

/**
 * Compares a checkpoint with the experiment that is to go on from it, and gives the fields that differ harmlessly: a rate, a
 * batch size from the next phase on, more epochs. RunError (V0908) for another model, other classes, another optimiser, a
 * run that is finished, or a change that would tear a half-done phase apart.
 */
export function checkResume(path: string, saved: CheckpointHeader, now: CurrentRun): Difference[] {
  const refuse = (message: string, help?: string): never => {
    throw new RunError(message, help === undefined ? { code: "V0908" } : { code: "V0908", help });
  };
  const was = saved.experiment;
  const is = now.experiment;
  const found = differences(was as unknown as Json, is as unknown as Json);
  const other = "take the checkpoint of this experiment, or start anew without --resume";

  const trunk = found.filter(({ path: at }) => isAt(at, "model") && !harmlessModelOptions.has(at));
  if (trunk.length > 0) refuse(`the checkpoint ${path} is of another model: ${trunkText(was, trunk)}`, other);
  const heads = found.filter(({ path: at }) => isAt(at, "heads") && !harmlessHeadOptions.test(at));
  const [head] = heads;
  if (head)
    refuse(`the checkpoint ${path} is of another model: ${head.path} is ${head.was} there; here ${head.is}`, other);
  checkClasses(path, saved.classes, now.classes);
  const optimizer = found.find(({ path: at }) => at === "optimizer");
  if (optimizer)
    refuse(`the checkpoint ${path} was trained with ${optimizer.was}; this experiment has ${optimizer.is}`, other);

  const { position, tally } = saved.progress;
  const names = (experiment: ResolvedExperiment): string => experiment.phases.map(({ name }) => name).join(", ");
  if (names(was) !== names(is)) {
    refuse(`the checkpoint ${path} is of a run with the phases ${names(was)}; this one has ${names(is)}`, other);
  }
  if (isFinished(position, now.extent) || (now.ended && isTrained(position, now.extent))) {
    const more = Math.max(lastEpoch(now.extent), position.epoch) + 1;
    refuse(
      `the checkpoint ${path} is already at epoch ${position.epoch} of ${lastEpoch(now.extent)}`,
      `nothing is left to do; more epochs go on from here, such as --epochs ${more}`,
    );
  }
  if (tally !== null) {
    const phase = is.phases[position.phase]?.name ?? "";
    const tears = found.find(({ path: at }) => tearsPhase(at, phase));
    if (tears) {
      refuse(
        `the checkpoint ${path} stands within ${phase}, epoch ${position.epoch}, which was begun with ` +
          `${tears.path} ${tears.was}; here it is ${tears.is}`,
        `finish the epoch with ${tears.path} ${tears.was}, or go on from a checkpoint of the end of an epoch`,
      );
    }
  }
  return found;
}

/** A change that the batches, the loss or the meters of a half-done phase cannot take. */
function tearsPhase(at: string, phase: string): boolean {
  if (isAt(at, `phases.${phase}`)) return !placeOptions.test(at);
  return isAt(at, "seed") || isAt(at, "loss") || isAt(at, "meters") || isAt(at, "precision");
}

function isAt(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

/** `its trunk is planes 64, blocks [2,2,2,2]; this one [3,4,6,3]`. */
function trunkText(was: ResolvedExperiment, changed: readonly Difference[]): string {
  const [first] = changed;
  if (first?.path === "model") return `its trunk is ${first.was}; this one ${first.is}`;
  const options = was.model.options as { readonly [name: string]: Json | undefined };
  const known = ["planes", "blocks"].filter((name) => options[name] !== undefined);
  const short = changed.map((difference) => ({ ...difference, path: difference.path.slice("model.".length) }));
  const there = [
    ...known.map((name) => `${name} ${showValue(options[name])}`),
    ...short.filter(({ path }) => !known.includes(path)).map((difference) => `${difference.path} ${difference.was}`),
  ];
  const here = short.map(({ path, is }) => (short.length === 1 ? is : `${path} ${is}`));
  return `its trunk is ${there.join(", ")}; this one ${here.join(", ")}`;
}

function checkClasses(path: string, was: readonly string[], is: readonly string[]): void {
  const help = "take the checkpoint that was trained on these classes, or start anew without --resume";
  if (was.length !== is.length) {
    throw new RunError(`the checkpoint ${path} tells ${was.length} classes apart; this data has ${is.length}`, {
      code: "V0908",
      help,
    });
  }
  const at = was.findIndex((name, i) => name !== is[i]);
  if (at < 0) return;
  throw new RunError(`the checkpoint ${path} has other classes: its class ${at} is ${was[at]}; here ${is[at]}`, {
    code: "V0908",
    help,
  });
}
