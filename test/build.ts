/** Builds `dist/`, and the engine `native` where it can be, before the tests that run it; does nothing where it is up to date. */
import { build } from "../setup/build.mjs";
import { buildNative } from "../setup/native.mjs";

export default async function setup(): Promise<void> {
  await build();
  await buildNative();
}
