/** What every component of an experiment can say of itself; a run's record and checkpoints are made of it. */

export type Option = null | boolean | number | string | readonly Option[] | { readonly [name: string]: Option };

export interface Description {
  /** The component's name in vcl, such as `resnext3d`. */
  readonly component: string;
  /** Every option, defaults included, in camelCase. Nested components stand as descriptions. */
  readonly options: { readonly [name: string]: Option | Description | readonly Description[] };
}

export interface Component {
  describe(): Description;
}

/**
 * Some options of a component, the others still open: what an emitted program writes for a value that others amend.
 * `Open<typeof ucf101>`.
 */
export type Open<Factory extends (options: never) => Component> = Partial<NonNullable<Parameters<Factory>[0]>>;
