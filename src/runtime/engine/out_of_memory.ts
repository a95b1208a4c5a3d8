import { RunError } from "../error.ts";

/** What an engine was asked for when its memory was full; sizes in bytes, as far as they are known. */
export interface MemoryDemand {
  readonly engine: string;
  /** The operation that wanted it. */
  readonly kernel?: string | undefined;
  readonly wanted?: number | undefined;
  readonly held?: number | undefined;
  /** The most that the engine may take. */
  readonly limit?: number | undefined;
}

/** An engine's memory is full. The trainer adds what the experiment needs and what to make smaller. */
export class OutOfMemory extends RunError {
  readonly demand: MemoryDemand;

  constructor(demand: MemoryDemand) {
    super(demandText(demand), { help: "make the batch, the clip or the network smaller" });
    this.demand = demand;
  }
}

function demandText({ engine, kernel, wanted, held, limit }: MemoryDemand): string {
  const facts = [
    ...(wanted === undefined ? [] : [`wanted ${mebibytes(wanted)} more`]),
    ...(held === undefined ? [] : [`held ${mebibytes(held)}`]),
    ...(limit === undefined ? [] : [`may take ${mebibytes(limit)}`]),
  ];
  const subject = kernel === undefined ? "it" : `\`${kernel}\``;
  const said = facts.length === 0 ? "" : `: ${subject} ${facts.join(", it ")}`;
  return `the engine ${engine} is out of memory${said}`;
}

/** `1,024 MiB`; at least 1. */
export function mebibytes(bytes: number): string {
  return `${Math.max(1, Math.ceil(bytes / 2 ** 20)).toLocaleString("en")} MiB`;
}
