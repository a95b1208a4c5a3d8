import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const runtime = fileURLToPath(new URL("./src/runtime", import.meta.url));

/** Tests that start `bin/vcl.js`, or Node on an emitted program: what they run is built first. */
const built = ["test/cli/*.test.ts", "test/e2e/**/*.test.ts"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^vcl\/runtime$/, replacement: `${runtime}/index.ts` },
      { find: /^vcl\/runtime\/(.*)$/, replacement: `${runtime}/$1.ts` },
    ],
  },
  test: {
    testTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "sources", include: ["test/**/*.test.ts"], exclude: built } },
      { extends: true, test: { name: "built", include: built, globalSetup: "test/build.ts" } },
    ],
  },
});
