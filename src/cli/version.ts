/** vcl's version, as in `package.json`; the build puts the text in place of this module. */
import { readFileSync } from "node:fs";

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

export const version = manifest.version;
