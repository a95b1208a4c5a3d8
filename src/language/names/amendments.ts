/** In a file that amends: its changes find the declarations below that they change. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../source/source-file.ts";
import type { AmendmentDecl, ExperimentDecl } from "../syntax/ast.ts";
import type { Session } from "../values/session.ts";
import { type Layer, layersOf } from "./module.ts";
import { Slot } from "./slot.ts";

/** Changes are made in the order in which they are written, files below first. */
export function attachAmendments(layer: Layer, session: Session): void {
  const seen = new Map<string, Span>();
  for (const decl of layer.tree.decls) {
    const isExperiment = decl.kind === "experiment" && layer.tree.amends !== undefined && decl.base === undefined;
    if (decl.kind === "amendment" || isExperiment) attach(decl, layer, seen, session);
  }
}

function attach(decl: AmendmentDecl | ExperimentDecl, layer: Layer, seen: Map<string, Span>, session: Session): void {
  const { name } = decl;
  const slot = layer.below && slotNamed(layer.below, name.name);
  if (slot === undefined) {
    // Without the base file nobody knows what it declares; that it is missing has been reported.
    if (layer.below) notDeclared(decl, layer.below, session);
    return;
  }
  const first = seen.get(name.name);
  if (first) {
    session.report(
      diagnose(
        "V0105",
        { name: name.name, how: "amended twice" },
        { primary: { span: name.span, text: "and here again" }, secondary: [{ span: first, text: "first here" }] },
      ),
    );
    return;
  }
  seen.set(name.name, name.span);
  const keyword = decl.kind === "experiment" ? "experiment" : decl.keyword;
  const declared = slot.node.kind === "binding" ? slot.node.keyword : slot.node.kind;
  if (keyword !== declared) {
    session.report(
      diagnose(
        "V0108",
        { of: "the base", name: name.name, what: keyword },
        {
          primary: { span: name.span, text: `it is a ${declared}` },
          secondary: [{ span: slot.nameSpan, text: "declared here" }],
          helps: [`${declared} ${name.name} …`],
        },
      ),
    );
    return;
  }
  const { scope } = layer;
  if (decl.kind === "amendment" && decl.value) slot.changes.push({ kind: "value", value: decl.value, name, scope });
  else if (decl.block) slot.changes.push({ kind: "block", block: decl.block, name, span: decl.span, scope });
}

/** What the files from `top` down declare under a name. */
export function slotNamed(top: Layer, name: string): Slot | undefined {
  for (const layer of layersOf(top)) {
    const found = layer.own.get(name);
    if (found instanceof Slot) return found;
  }
  return undefined;
}

export function slotsOf(top: Layer): readonly Slot[] {
  return layersOf(top)
    .toReversed()
    .flatMap((layer) => [...layer.own.values()].filter((each) => each instanceof Slot));
}

function notDeclared({ name, ...decl }: AmendmentDecl | ExperimentDecl, below: Layer, session: Session): void {
  const keyword = decl.kind === "experiment" ? "experiment" : decl.keyword;
  const names = slotsOf(below).map((each) => each.name);
  const [close] = suggest(name.name, names);
  const file = below.tree.file.path.split("/").at(-1) ?? "";
  session.report(
    diagnose(
      "V0108",
      { of: file, name: name.name, what: keyword },
      {
        primary: { span: name.span, text: close ? `did you mean \`${close}\`?` : "" },
        why: `${file} declares: ${names.join(", ")}`,
        ...(close ? { fixes: [{ title: close, edits: [{ span: name.span, newText: close }] }] } : {}),
        helps: [`to add one: ${keyword} ${name.name} = …`],
      },
    ),
  );
}
