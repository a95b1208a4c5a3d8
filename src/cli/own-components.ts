/** The user's own components of an experiment, with the places that make one. */
import { posix } from "node:path";
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import type { ComponentDeclaration } from "../language/declarations/declaration.ts";
import { everyComponent } from "../language/rules/components.ts";
import { partsOfExperiment } from "../language/rules/context.ts";
import type { Span } from "../language/source/source-file.ts";

export interface OwnComponent {
  readonly declaration: ComponentDeclaration;
  /** Where the program makes one, in order, each once. */
  readonly uses: readonly Span[];
}

/** A component is the user's own where its declaration names a file. */
export function ownComponents(experiment: CheckedExperiment, { evaluation }: CheckResult): readonly OwnComponent[] {
  const parts = partsOfExperiment(experiment.value, evaluation);
  const uses = new Map<ComponentDeclaration, Span[]>();
  for (const { component } of everyComponent({ ...parts, evaluation })) {
    const { declaration, origin } = component;
    if (!posix.isAbsolute(declaration.module)) continue;
    const known = uses.get(declaration) ?? [];
    if (!known.some(({ file, start }) => file === origin.span.file && start === origin.span.start))
      known.push(origin.span);
    uses.set(declaration, known);
  }
  return [...uses].map(([declaration, spans]) => ({ declaration, uses: spans }));
}
