import type { Given } from "./commands.ts";
import { quoted } from "./terminal.ts";

/** The command that goes on with this run: the same one, with `--resume`. */
export function resumeCommand({ words, options, args }: Given): string {
  const own = ["experiment", "out", "engine", "threads", "precision"].flatMap((name) => {
    const value = options[name];
    return typeof value === "string" ? [`--${name}`, value] : [];
  });
  const params = args.flatMap(({ kind, name, text }) =>
    kind === "set" ? ["--set", `${name}=${text}`] : [`--${name}`, text],
  );
  const keep = options.keep === true ? ["--keep"] : [];
  return [...caller(), "train", ...words, ...params, ...own, ...keep, "--resume"].map(quoted).join(" ");
}

/** In a checkout `vcl` is started by npm. */
function caller(): string[] {
  return process.env.npm_command === undefined ? ["vcl"] : ["npx", "vcl"];
}
