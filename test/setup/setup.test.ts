import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fingerprint } from "../../setup/fingerprint.mjs";
import { whatIsMissing } from "../../setup/packages.mjs";
import { checkNode } from "../../setup/prepare.mjs";
import { countTests } from "../../setup/test-counts.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vcl-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
}

describe("packages", () => {
  const lock = {
    packages: {
      "": { name: "vcl" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/a/node_modules/b": { version: "2.0.0", dev: true },
      "node_modules/only-on-a-mac": { version: "3.0.0", optional: true },
    },
  };
  const installed = (packages: object): void => write("node_modules/.package-lock.json", { packages });

  test("nothing is installed", () => {
    write("package-lock.json", lock);
    expect(whatIsMissing(folder)).toBe("not installed yet");
  });

  test("all is there, whoever installed it; optional packages may be missing", () => {
    write("package-lock.json", lock);
    installed({ "node_modules/a": { version: "1.0.0" }, "node_modules/a/node_modules/b": { version: "2.0.0" } });
    expect(whatIsMissing(folder)).toBeUndefined();
  });

  test("another version, or a package that came later", () => {
    write("package-lock.json", lock);
    installed({ "node_modules/a": { version: "1.0.0" }, "node_modules/a/node_modules/b": { version: "1.9.0" } });
    expect(whatIsMissing(folder)).toBe("b 2.0.0 is missing");
    installed({ "node_modules/a/node_modules/b": { version: "2.0.0" } });
    expect(whatIsMissing(folder)).toBe("a 1.0.0 is missing");
  });
});

test("Node must be as new as package.json says", () => {
  for (const version of ["20.19.0", "20.20.2", "22.0.0", "100.1.0"]) expect(() => checkNode(version)).not.toThrow();
  for (const version of ["20.18.3", "18.20.0"]) expect(() => checkNode(version)).toThrow(`this is ${version}`);
});

describe("fingerprint of the sources", () => {
  test("is the same for the same contents and another for any change", () => {
    write("src/cli/main.ts", "1");
    write("stdlib/losses.vcl", "2");
    const before = fingerprint(folder);
    write("src/cli/main.ts", "1");
    expect(fingerprint(folder)).toBe(before);
    write("src/cli/main.ts", "3");
    const edited = fingerprint(folder);
    expect(edited).not.toBe(before);
    write("src/cli/main.ts", "1");
    write("src/cli/more.ts", "");
    expect(fingerprint(folder)).not.toBe(before);
    rmSync(join(folder, "src/cli/more.ts"));
    expect(fingerprint(folder)).toBe(before);
  });

  test("does not depend on what no build reads", () => {
    write("src/cli/main.ts", "1");
    const before = fingerprint(folder);
    write("README.md", "hello");
    write("test/x.test.ts", "");
    expect(fingerprint(folder)).toBe(before);
  });
});

describe("the last line of npm test", () => {
  const file = (status: string, ...tests: string[]): object => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  });

  test("counts what vitest counted", () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 0,
      testResults: [file("failed", "failed")],
    };
    expect(countTests(report, 1).line).toBe("3 passed, 1 failed");
  });

  test("skipped tests are said only where there are some", () => {
    const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };
    expect(countTests(report, 0).line).toBe("3 passed, 0 failed, 3 skipped");
  });

  test("a file that does not load counts, and so does a run without a report", () => {
    const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, testResults: [file("failed")] };
    expect(countTests(report, 1).line).toBe("3 passed, 1 failed");
    expect(countTests(undefined, 1)).toMatchObject({ failed: 1, line: "0 passed, 1 failed" });
    expect(countTests({ ...report, testResults: [] }, 1).failed).toBe(1);
  });
});
