/** What a network costs: counted by the runtime from its layers and handed in. */
export interface Costs {
  /** In the order in which a clip goes through them; for one clip of the phase that trains. */
  readonly blocks: readonly BlockCost[];
  /** Heads that can tell. */
  readonly heads: readonly HeadCost[];
  /** Multiply-accumulates of one clip's forward pass in each phase, at its first frame size. */
  readonly phaseMacs: ReadonlyMap<string, number>;
  /** Where random draws leave the size of a clip open: whether the largest was taken. */
  readonly atMost: boolean;
}

export interface HeadCost {
  readonly name: string;
  /** Trained numbers. */
  readonly parameters: number;
  /** Multiply-accumulates of one training clip's forward pass. */
  readonly macs: number;
}

export interface BlockCost extends HeadCost {
  /** Bytes that one training clip's forward pass keeps for the backward pass. */
  readonly activationBytes: number;
}

/** Sums over the network. */
export interface Totals {
  readonly trunkParameters: number;
  readonly parameters: number;
  readonly macs: number;
  readonly activationBytes: number;
}

export function totalsOf({ blocks, heads }: Costs): Totals {
  const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const trunkParameters = sum(blocks, ({ parameters }) => parameters);
  return {
    trunkParameters,
    parameters: trunkParameters + sum(heads, ({ parameters }) => parameters),
    macs: sum([...blocks, ...heads], ({ macs }) => macs),
    activationBytes: sum(blocks, ({ activationBytes }) => activationBytes),
  };
}

/** `20.38 GMAC`; small figures in millions. */
export function macsText(count: number): string {
  return count < 5e7 ? `${(count / 1e6).toFixed(1)} MMAC` : `${(count / 1e9).toFixed(2)} GMAC`;
}
