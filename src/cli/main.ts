/** Where `vcl` starts: one command line, one exit code. */
import { runCommandLine } from "./command-line.ts";
import { quietWhenNobodyReads } from "./terminal.ts";

quietWhenNobodyReads();
runCommandLine(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { bugReport } = await import("./bug-report.ts");
    console.error(bugReport(error));
    process.exitCode = 1;
  },
);
