import { createRequire } from "node:module";

/** vcl's version, as `package.json` states it. */
export const version: string = createRequire(import.meta.url)("vcl/package.json").version;
