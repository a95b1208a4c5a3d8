import type { EngineName, Precision } from "../experiment.ts";

/** An engine that is open: tfjs computes with it from now on. */
export interface Engine {
  readonly name: ConcreteEngine;
  /** tfjs's name of its backend. */
  readonly backend: string;
  /** Of the package it comes from. */
  readonly version: string;
  /** What computes, for logs and `vcl doctor`. */
  readonly device: string;
  /** Threads that it computes with, as far as it can say. */
  readonly threads: number;
  /**
   * What is computed from now on is computed in this precision; gives the one that it really takes. Left out by
   * engines that know float32 alone.
   */
  readonly setPrecision?: (wanted: Precision) => Precision;
  /** Why it computes in float32 where bfloat16 is wanted, in a few words; left out where it does not. */
  readonly noBfloat16?: string;
}

export type ConcreteEngine = Exclude<EngineName, "auto">;

export interface EngineSettings {
  /** Compute threads, for engines that have more than one; undefined: the machine's cores. */
  readonly threads?: number | undefined;
}

/** How an engine is opened; it throws an `Unusable` that says why it cannot be. */
export interface EngineCandidate {
  readonly name: ConcreteEngine;
  /** One line on what it is. */
  readonly what: string;
  open(settings: EngineSettings): Promise<Engine>;
}

/** Why an engine cannot be used on this machine, and what to type about it. */
export class Unusable extends Error {
  override readonly name = "Unusable";
  readonly help: string | undefined;

  constructor(reason: string, help?: string) {
    super(reason);
    this.help = help;
  }
}
