/** Where `vcl` starts: one command line, one exit code. */
import { runCommandLine } from "./command-line.ts";
import { quietWhenNobodyReads } from "./terminal.ts";

quietWhenNobodyReads();
try {
  process.exitCode = await runCommandLine(process.argv.slice(2));
} catch (error) {
  const { bugReport } = await import("./bug-report.ts");
  console.error(bugReport(error));
  process.exitCode = 1;
}
