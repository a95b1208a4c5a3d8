/** V0104: files that are not there, and files that import each other. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { relativePath } from "../source/paths.ts";
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

/**
 * Whether a text names a file that may be imported: a `.vcl` file, by a path from the file that imports it. Anything else is
 * reported without a look at it: it might be large, no text, or nobody's business.
 */
export function isImportable(from: StringLiteral, path: string, session: Session): boolean {
  const { value } = from;
  const fixed = (text: string) => [
    { title: JSON.stringify(text), edits: [{ span: from.span, newText: JSON.stringify(text) }] },
  ];
  const report = (problem: string, label: string, parts: { readonly fixes?: readonly Fix[] } = {}): false => {
    session.report(diagnose("V0104", { problem }, { primary: { span: from.span, text: label }, ...parts }));
    return false;
  };
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(value)) return report("files are imported by path", "this is an address");
  if (/^(?:[/\\]|[A-Za-z]:)/.test(value)) {
    const near = relativePath(folderOf(from.span.file.path), path);
    const text = near.startsWith("../") ? near : `./${near}`;
    const fixes = value.startsWith("/") && value.endsWith(".vcl") ? fixed(text) : [];
    return report("an import is a relative path", "seen from this file's folder", { fixes });
  }
  if (value.endsWith(".vcl")) return true;
  const names = session.host.list(folderOf(path));
  const meant = names.includes(`${fileName(path)}.vcl`)
    ? fixed(`${/^\.{1,2}\//.test(value) ? "" : "./"}${value}.vcl`)
    : [];
  return report("only .vcl files are imported", meant.length > 0 ? `did you mean ${value}.vcl?` : "", { fixes: meant });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
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
  const isThere = there.includes(name);
  const [close] = isThere ? [] : suggest(name, files);
  const inFull = close === undefined ? undefined : `${folder === "" ? "./" : folder}${close}`;
  session.report(
    diagnose(
      "V0104",
      { problem: isThere ? "this file cannot be read" : "no such file" },
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
