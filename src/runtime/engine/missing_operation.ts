import { getKernel } from "@tensorflow/tfjs-core";
import { RunError } from "../error.ts";

/** Engines that are always there, the faster first. */
const others = ["wasm", "cpu"];

/**
 * tfjs's error about an operation that an engine has no kernel for, told to whoever wrote the component that uses it; any
 * other error is left as it is.
 */
export function withMissingOperation(error: unknown): unknown {
  const text = error instanceof Error ? error.message : "";
  const [, operation, backend] = /^Kernel '(\w+)' not registered for backend '(\w+)'/.exec(text) ?? [];
  if (operation === undefined || backend === undefined) return error;
  const place = componentPlace(error as Error);
  const having = others.filter((name) => name !== backend && getKernel(operation, name) !== undefined);
  const way = having.map((name) => `\`--engine ${name}\``).join(" or ");
  return new RunError(
    `the engine ${backend} has no operation \`${operation}\`, which ${place === undefined ? "a component uses" : `is used at ${place}`}`,
    {
      code: "V0909",
      help: having.length > 0 ? `${way} has it; or write it with other operations` : "write it with other operations",
      cause: error,
    },
  );
}

/** The innermost place of the stack that lies in a component of one's own: not in vcl, a package or Node. */
function componentPlace({ stack = "" }: Error): string | undefined {
  const frames = stack.split("\n").flatMap((line) => /\(?((?:file:\/\/)?\/[^\s()]+:\d+:\d+)\)?$/.exec(line)?.[1] ?? []);
  return frames
    .find((frame) => !/node_modules|\/src\/runtime\/|\/dist\/(src|cli)\//.test(frame))
    ?.replace(/^file:\/\//, "");
}
