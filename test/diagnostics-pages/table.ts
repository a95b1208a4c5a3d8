/** The list of all diagnostics, as `docs/diagnostics/README.md` shows it. */
import { type Code, knownCodes, traitsOf } from "../../src/language/diagnostics/catalogue.ts";

const families: { readonly [prefix: string]: string } = {
  V00: "Syntax",
  V01: "Names and modules",
  V02: "Types and units",
  V03: "Data",
  V04: "Transforms",
  V05: "Model",
  V06: "Heads and loss",
  V07: "Optimiser and schedules",
  V08: "Meters",
  V09: "Run, files, machine",
};

const intro = `# Diagnostics

Each has a page with the reasons behind it, a program that gives it, one that does not and, where there is one right answer, the
program with the fix applied; \`vcl explain CODE\` prints it. A test runs every page, and makes this list of them
(\`npx vitest run test/diagnostics-pages -u\`).

*advice* is given with \`--pedantic\`. *outside* are those that a check of the text cannot find: \`vcl check --files\` and
\`vcl train\` look at the disk, the machine and the network. *fix* means that \`vcl check --fix\` mends what the page shows.
Numbers are never reused. Warnings and advice can be allowed with a reason: \`// allow V0303: short videos are fine here\`.
`;

/** `page` gives the text of a code's page. */
export function tableOf(page: (code: string) => string): string {
  const sections = Object.entries(families).map(([prefix, family]) => {
    const rows = knownCodes.filter((code) => code.startsWith(prefix)).map((code) => row(code as Code, page(code)));
    return [`## ${family}`, "", "| code | severity | | fix |", "|---|---|---|---|", ...rows, ""].join("\n");
  });
  return [intro, ...sections].join("\n");
}

function row(code: Code, page: string): string {
  const { severity, also, outside } = traitsOf(code);
  const [, title = ""] = /^# V\d{4}: (.*)$/m.exec(page) ?? [];
  const severities = `${severity}${also ? ` or ${also}` : ""}${outside ? ", outside" : ""}`;
  return `| [${code}](${code}.md) | ${severities} | ${title} | ${page.includes("\n## The first one with its fix\n") ? "✓" : ""} |`;
}
