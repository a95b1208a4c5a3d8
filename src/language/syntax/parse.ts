/** From text to tree: the only way into the front end. */
import type { CstNode } from "chevrotain";
import { type Reading, read } from "../../../grammar/read.ts";
import { Amends } from "../../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Expr, FileNode } from "./ast.ts";
import { readComments } from "./build/comments.ts";
import type { Context } from "./build/context.ts";
import { node, nodes } from "./build/cst.ts";
import { amends, declarations, importing } from "./build/declarations.ts";
import { expression } from "./build/expressions.ts";
import { wrongOrder } from "./build/misplaced.ts";
import { syntaxDiagnostics } from "./problems.ts";
import { proven } from "./proven.ts";

export interface Parsed {
  readonly tree: FileNode;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParsedExpression {
  readonly expr: Expr;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file. Never throws: what could not be read is reported, and what could be read is in the tree. */
export function parse(file: SourceFile): Parsed {
  const { tree, diagnostics } = readFile(file);
  return { tree, diagnostics: proven(diagnostics, file, (text) => readFile({ ...file, text }).diagnostics) };
}

function readFile(file: SourceFile): Parsed {
  const reading = read(file.text, "file");
  const statements = nodes(reading.cst, "statement");
  const amending = reading.tokens[0]?.tokenType === Amends || statements.some((statement) => node(statement, "amends"));
  const built: Diagnostic[] = [];
  const context = contextOf(file, reading, amending, built);
  const base = statements.flatMap((statement) =>
    node(statement, "amends") ? (amends(context, statement) ?? []) : [],
  )[0];
  const tree: FileNode = {
    file,
    span: { file, start: 0, end: file.text.length },
    moduleDocs: context.comments.moduleDocs,
    ...(base && { amends: base }),
    imports: statements.flatMap((statement) => imported(context, statement) ?? []),
    decls: statements.flatMap((statement) => declarations(context, statement)),
    allowances: context.comments.allowances,
    incomplete: reading.mistakes.some(({ key }) => key.startsWith("file>")),
  };
  wrongOrder(context, statements);
  return { tree, diagnostics: syntaxDiagnostics(file, reading, built) };
}

/** Reads one value: what `--set` and a parameter on the command line take. */
export function parseExpression(file: SourceFile): ParsedExpression {
  const { expr, diagnostics } = readExpression(file);
  return { expr, diagnostics: proven(diagnostics, file, (text) => readExpression({ ...file, text }).diagnostics) };
}

function readExpression(file: SourceFile): ParsedExpression {
  const reading = read(file.text, "expression");
  const built: Diagnostic[] = [];
  const context = contextOf(file, reading, false, built);
  const whole = reading.cst.recoveredNode ? undefined : node(reading.cst, "expr");
  const expr = expression(context, whole, file.text.length);
  return { expr, diagnostics: syntaxDiagnostics(file, reading, built) };
}

function imported(context: Context, statement: CstNode) {
  const at = node(statement, "importing");
  return at && importing(context, at);
}

function contextOf(file: SourceFile, reading: Reading, amending: boolean, built: Diagnostic[]): Context {
  const comments = readComments(file, reading.comments, reading.tokens);
  return { file, comments, amending, report: (diagnostic) => built.push(diagnostic), misplaced: false, depth: 0 };
}
