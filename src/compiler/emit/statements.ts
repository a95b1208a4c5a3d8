/** The statements of a program as text, each with the places that its parts came from. */
import type { Span } from "../../language/source/source-file.ts";
import type { Expression, Heading, Program, Property, Statement } from "../plan/program.ts";
import { docLines, headingLines } from "./comments.ts";
import { writeDocument } from "./document.ts";
import { assigned, documentOf } from "./expression.ts";
import { createWriter, type TracedText, type TracedWriter } from "./traced-text.ts";

/** A statement's text, comments above it included; its marks count from where the statement itself begins. */
export interface Piece extends TracedText {
  /** An empty line stands before it. */
  readonly apart: boolean;
}

/** What stands before `Params`: the folder that paths are relative to, and params that are compiled in. */
export function constantPieces(program: Program): Piece[] {
  const { here, source, fixed } = program;
  const folder =
    here === undefined
      ? []
      : [
          piece(
            [`/** Folder of ${source}: the paths that are written there are relative to it. */`],
            0,
            undefined,
            (writer) => declare(writer, "here", { kind: "literal", value: here }, 0),
          ),
        ];
  const constants = fixed.map(({ name, flag, docs, place, value, text, why, span }) => {
    const about = `${place}  Compiled in, since other numbers were computed from it: ${why}.`;
    const command = `For another value: \`vcl train ${source} --${flag ?? name} …\`, not an edit of \`${text}\` here.`;
    return piece(docLines([...docs, ...(docs.length > 0 ? [""] : []), about, command]), 0, span, (writer) =>
      declare(writer, name, value, 0),
    );
  });
  return [...folder, ...constants];
}

/** What stands in `main`. */
export function bodyPieces({ statements, experiment }: Program): Piece[] {
  const pieces = statements.map((statement) =>
    headed(statement.heading, statement.span, (writer) => writeStatement(statement, writer)),
  );
  const { heading, name, value, span } = experiment;
  return [
    ...pieces,
    headed(heading, span, (writer) => declare(writer, name, value, 2, { type: "Experiment" })),
    { ...piece([], 2, span, (writer) => writer.write(`return await runExperiment(${name}, run);`)), apart: false },
  ];
}

/** The table from which a command line is read. */
export function flagsText({ source, params, fixed }: Program): string {
  const table = (rows: readonly Property[]): Expression => ({ kind: "object", spread: [], properties: rows });
  const named = (
    name: string,
    flag: string | undefined,
    docs: readonly string[],
    rest: readonly Property[],
  ): Property => ({
    name,
    value: table([
      ...(flag === undefined ? [] : [textProperty("name", flag)]),
      ...rest,
      ...(docs.length === 0 ? [] : [textProperty("doc", docs.map((line) => line.trim()).join(" "))]),
    ]),
  });
  const flags = table([
    textProperty("source", source),
    { name: "params", value: table(params.map(({ name, flag, docs, reading }) => named(name, flag, docs, reading))) },
    ...(fixed.length === 0
      ? []
      : [
          {
            name: "fixed",
            value: table(
              fixed.map(({ name, flag, docs, text }) => named(name, flag, docs, [textProperty("text", text)])),
            ),
          },
        ]),
  ]);
  const { text } = piece(
    ["/** How the params are read from a command line: `node experiment.mjs --help`. */"],
    0,
    undefined,
    (writer) => {
      writeDocument(["export const flags: Flags<Params> =", assigned(flags, true), ";"], writer, 0, 0);
    },
  );
  return text;
}

function writeStatement(statement: Statement, writer: TracedWriter): void {
  if (statement.kind === "const") declare(writer, statement.name, statement.value, 2, statement);
  else {
    const { model, block, head } = statement;
    const call: Expression = {
      kind: "call",
      callee: `${model}.attach`,
      args: [{ kind: "literal", value: block }, head],
    };
    writeDocument([documentOf(call), ";"], writer, 2, 0);
  }
}

/** `const name: type = value satisfies Open<typeof factory>;` */
function declare(
  writer: TracedWriter,
  name: string,
  value: Expression,
  indent: number,
  { type, open, asConst }: { readonly type?: string; readonly open?: string; readonly asConst?: boolean } = {},
): void {
  const before = `const ${name}${type === undefined ? "" : `: ${type}`} =`;
  const behind = open !== undefined ? ` satisfies Open<typeof ${open}>;` : asConst ? " as const;" : ";";
  writeDocument([before, assigned(value, true), behind], writer, indent, 0);
}

function textProperty(name: string, value: string): Property {
  return { name, value: { kind: "literal", value } };
}

function headed(heading: Heading, span: Span | undefined, write: (writer: TracedWriter) => void): Piece {
  return piece(headingLines(heading), 2, span, write);
}

/**
 * A statement laid out for the column `indent`, given back without this indentation: whoever puts it into a block indents
 * the block.
 */
function piece(
  above: readonly string[],
  indent: number,
  span: Span | undefined,
  write: (writer: TracedWriter) => void,
): Piece {
  const writer = createWriter(indent);
  writer.region(span, () => write(writer));
  const { text, marks } = writer.finish();
  const lines = [...above, ...text.split("\n").map((line, i) => (i === 0 ? line : line.slice(indent)))];
  return {
    text: lines.join("\n"),
    marks: marks.map((mark) => ({ ...mark, column: mark.column - indent })),
    apart: true,
  };
}
