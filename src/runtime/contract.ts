/**
 * What the contracts that `vcl types` writes are made of. Nothing here exists at run time: `tsc` fails in the contract where
 * an implementation is not what its declaration says.
 */
import type { Component } from "./component.ts";

/** What a component's module exports: options in, component out. */
export type Factory = (options: never) => Component;

type OptionsOf<Of extends Factory> = NonNullable<Parameters<Of>[0]>;

/**
 * Names of declared options that an implementation does not know. An error where it is no implementation at all: it wants
 * other options, or makes another kind of component.
 */
export type Ignored<Contract extends Factory, Implementation extends Contract> = Exclude<
  keyof OptionsOf<Contract>,
  keyof OptionsOf<Implementation>
>;

/** An error that lists the names, where there are any. */
export type ReadsAll<Names extends never> = Names;
