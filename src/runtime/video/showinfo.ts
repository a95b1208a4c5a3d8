/**
 * Reads what ffmpeg's `showinfo` filter writes: one line for each frame that comes out of the decoder, upright and with the
 * size that a decode gives. Headers are not believed anywhere: they are wrong in many files.
 */
export interface ShownFrame {
  /** In time base units from the file's start; NaN where the file has none. */
  readonly time: number;
  readonly height: number;
  readonly width: number;
  readonly checksum: string;
}

export interface ShownVideo {
  /** Seconds of one unit of time. */
  readonly unit: number;
  /** Frames per second as the file states it; 0 where it does not. */
  readonly rate: number;
  readonly frames: readonly ShownFrame[];
}

/** What the filter that was started as `showinfo@NAME` said; undefined where no frame reached it. */
export function readShowinfo(log: readonly string[], name: string): ShownVideo | undefined {
  const mark = `[showinfo@${name} @ `;
  let unit = 0;
  let rate = 0;
  const frames: ShownFrame[] = [];
  for (const line of log) {
    const at = line.indexOf(mark);
    if (at < 0) continue;
    const frame = /\bn: *\d+ +pts: *(\S+) .*? s:(\d+)x(\d+) .*?checksum:(\w+)/.exec(line);
    if (frame !== null) {
      const [, time = "", width = "", height = "", checksum = ""] = frame;
      frames.push({ time: Number(time), height: Number(height), width: Number(width), checksum });
      continue;
    }
    const config = /config in time_base: *(\d+)\/(\d+), frame_rate: *(\d+)\/(\d+)/.exec(line);
    if (config !== null && unit === 0) {
      const [, num = "", den = "", frameNum = "", frameDen = ""] = config;
      unit = Number(num) / Number(den);
      rate = Number(frameDen) > 0 ? Number(frameNum) / Number(frameDen) : 0;
    }
  }
  return frames.length === 0 ? undefined : { unit, rate, frames };
}

/** The first complaint in a log written with `-loglevel level+…`, without the part of ffmpeg that made it. */
export function firstComplaint(log: readonly string[]): string | undefined {
  for (const line of log) {
    const said = /\[(?:error|fatal|panic)\] (.+)$/.exec(line)?.[1];
    if (said === undefined) continue;
    if (said.startsWith("Stream map")) return "it holds no video";
    return said.replace(/^file:.*: (?=[A-Z])/, "").trim();
  }
  return undefined;
}
