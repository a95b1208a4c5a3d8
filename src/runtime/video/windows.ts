/** Frames `first` to `first + count - 1`. */
export interface FrameRange {
  readonly first: number;
  readonly count: number;
}

/** The fewest ranges, in order and apart, that cover all given ones: what one pass through a video has to keep. */
export function cover(ranges: readonly FrameRange[]): readonly FrameRange[] {
  const covered: { first: number; count: number }[] = [];
  for (const { first, count } of [...ranges].sort((a, b) => a.first - b.first)) {
    const last = covered.at(-1);
    if (last === undefined || first > last.first + last.count) covered.push({ first, count });
    else last.count = Math.max(last.count, first + count - last.first);
  }
  return covered;
}

/** Where frame `frame` stands among the frames that `ranges` keep; -1 where they do not hold it. */
export function placeOf(frame: number, ranges: readonly FrameRange[]): number {
  let before = 0;
  for (const { first, count } of ranges) {
    if (frame >= first && frame < first + count) return before + frame - first;
    before += count;
  }
  return -1;
}
