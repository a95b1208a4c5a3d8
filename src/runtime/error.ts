/**
 * A mistake that is the user's (in their data, on their disk, in a checkpoint), as opposed to a bug of vcl. It reaches the
 * user as one message: what is wrong, where, and what to do; never as a stack trace.
 */
export class RunError extends Error {
  override readonly name = "RunError";
  readonly help: string | undefined;
  /** The diagnostic's code where there is one, such as `V0905`. */
  readonly code: string | undefined;

  constructor(message: string, options: { help?: string; code?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.help = options.help;
    this.code = options.code;
  }
}
