/** Lines that the set-up says: what it works on, on the left; what came of it, on the right. */

/** `packages    up to date`. */
export function say(what, outcome) {
  console.log(`${what.padEnd(12)}${outcome}`);
}

/** Runs a step and gives the seconds it took, with one decimal. */
export async function timed(step) {
  const start = performance.now();
  const result = await step();
  return { result, seconds: ((performance.now() - start) / 1000).toFixed(1) };
}

/** A step that cannot be done: one message for the user, no stack trace. */
export class SetupError extends Error {}

/** Runs a script's main function; a SetupError becomes its message and exit code 1. */
export async function main(script) {
  try {
    process.exitCode = (await script(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
