/** A word as one types it in a shell. */
export function quoted(word: string): string {
  return /^[\w./~:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that started this process, with `--resume` and without an earlier one's value. */
export function resumeCommand(argv: readonly string[] = process.argv): string {
  const words = argv.slice(1).filter((word, i, all) => {
    const before = all[i - 1];
    return !/^--resume(=|$)/.test(word) && !(before === "--resume" && !word.startsWith("--"));
  });
  return ["node", ...words.map(quoted), "--resume"].join(" ");
}
