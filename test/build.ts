/** Builds `dist/` before the tests that run it; does nothing where it is up to date. */
import { build } from "../setup/build.mjs";

export default async function setup(): Promise<void> {
  await build();
}
