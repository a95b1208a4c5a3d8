/** Questions on a terminal, one after the other. */
import { createInterface } from "node:readline/promises";

export interface Question {
  readonly text: string;
  /** What an empty answer means; without it, one is needed. */
  readonly otherwise?: string;
  /** What may be answered, where that is a few words. */
  readonly choices?: readonly string[];
  /** What is wrong with an answer; undefined where nothing is. */
  readonly check?: (answer: string) => string | undefined;
}

export type Asked =
  | { readonly kind: "answered"; readonly answer: string }
  /** Ctrl-C. */
  | { readonly kind: "interrupted" }
  /** The input ended. */
  | { readonly kind: "ended" };

/** Asks until an answer can be used. */
export async function ask(
  { text, otherwise, choices, check }: Question,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<Asked> {
  const terminal = createInterface({ input, output, terminal: "isTTY" in input && input.isTTY === true });
  const left = new Promise<Asked>((resolve) => {
    terminal.on("SIGINT", () => resolve({ kind: "interrupted" }));
    terminal.on("close", () => resolve({ kind: "ended" }));
  });
  const hints = `${choices ? ` (${choices.join(", ")})` : ""}${otherwise ? ` [${otherwise}]` : ""}`;
  try {
    for (;;) {
      const asked = await Promise.race([
        terminal.question(`${text}${hints}: `).then((line): Asked => ({ kind: "answered", answer: line.trim() })),
        left,
      ]);
      if (asked.kind !== "answered") {
        output.write("\n");
        return asked;
      }
      const answer = asked.answer === "" ? otherwise : asked.answer;
      const problem = answer === undefined ? "an answer is needed" : problemOf(answer, choices, check);
      if (answer !== undefined && problem === undefined) return { kind: "answered", answer };
      output.write(`  ${problem}\n`);
    }
  } finally {
    terminal.close();
  }
}

/** What is wrong with an answer, or with a flag's value. */
export function problemOf(answer: string, choices: Question["choices"], check: Question["check"]): string | undefined {
  if (choices && !choices.includes(answer)) return `one of ${choices.join(", ")} is wanted, not ${answer}`;
  return check?.(answer);
}
