/**
 * Totals of a vitest JSON report. What fails outside a test (a file that does not load, an error nobody caught, vitest
 * itself) counts as one failure, so that "0 failed" is only ever said of a run in which nothing did.
 */
export function countTests(report, exitCode) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const broken = (report?.testResults ?? []).filter(isBrokenFile).length;
  const counted = (report?.numFailedTests ?? 0) + broken;
  const failed = counted === 0 && exitCode !== 0 ? 1 : counted;
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return { passed, failed, skipped, line };
}

function isBrokenFile(file) {
  return file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed");
}
