/** V0104: files that are not there, and files that import each other. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../source/source-file.ts";
import type { StringLiteral } from "../syntax/ast.ts";
import type { Session } from "../values/session.ts";

/** The files that led here, and where each was imported or amended; the program's own file first. */
export type Chain = readonly { readonly path: string; readonly span?: Span }[];

/** An import that leads back to a file which it came from. */
export function reportCycle(path: string, span: Span, chain: Chain, report: (diagnostic: Diagnostic) => void): void {
  const cycle = chain.slice(chain.findIndex((each) => each.path === path));
  const names = [...cycle.map((each) => fileName(each.path)), fileName(path)];
  report(
    diagnose(
      "V0104",
      { problem: cycle.length === 1 ? "this file imports itself" : "these files import each other" },
      {
        primary: { span, text: `leads back to ${fileName(path)}` },
        secondary: cycle
          .slice(1)
          .flatMap((each) => (each.span ? [{ span: each.span, text: `leads to ${fileName(each.path)}` }] : [])),
        why: names.join(" → "),
        helps: ["move what both need into a third file"],
      },
    ),
  );
}

export function reportMissing(path: string, from: StringLiteral, session: Session): void {
  const { host } = session;
  const written = from.value;
  const slash = written.lastIndexOf("/");
  const [folder, name] = [written.slice(0, slash + 1), written.slice(slash + 1)];
  const there = host.list(host.resolve(from.span.file.path, folder === "" ? "." : folder));
  const files = there.filter(
    (each) => each.endsWith(".vcl") && host.resolve(from.span.file.path, `${folder}${each}`) !== from.span.file.path,
  );
  const [close] = suggest(name, files);
  const inFull = close === undefined ? undefined : `${folder === "" ? "./" : folder}${close}`;
  session.report(
    diagnose(
      "V0104",
      { problem: "no such file" },
      {
        primary: { span: from.span, text: inFull ? `did you mean ${inFull}?` : "" },
        why: `looked for ${path}`,
        ...(inFull
          ? {
              fixes: [{ title: JSON.stringify(inFull), edits: [{ span: from.span, newText: JSON.stringify(inFull) }] }],
            }
          : {}),
      },
    ),
  );
}

function fileName(path: string): string {
  return path.split("/").at(-1) ?? path;
}
