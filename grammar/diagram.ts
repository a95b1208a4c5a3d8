/** Railroad diagrams: what a rule takes, as tracks from left to right. Measures in pixels. */

/** A drawn part of a rule. Its track enters on the left and leaves on the right, at the height 0. */
export interface Drawing {
  readonly width: number;
  /** How far it reaches above its track, and below it. */
  readonly up: number;
  readonly down: number;
  /** SVG elements, with the part's track beginning at `x`, `y`. */
  readonly at: (x: number, y: number) => string;
}

/** Half the height of a box. */
const HALF = 12;
/** Radius of a bend. */
const BEND = 8;
/** Between parts that stand one above the other. */
const GAP = 8;
/** Between parts that follow each other. */
const STEP = 10;
/** One letter of the boxes' monospaced type. */
const LETTER = 8;

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A track of `length`. */
function line(x: number, y: number, length: number): string {
  return length > 0 ? `<path d="M${x} ${y}h${length}"/>` : "";
}

/** A word or a sign of the text: rounded. With `href`, the name of another diagram: square, and a link to it. */
export function box(text: string, href?: string): Drawing {
  const width = text.length * LETTER + 2 * STEP;
  const shape = (x: number, y: number): string =>
    `<rect x="${x}" y="${y - HALF}" width="${width}" height="${2 * HALF}"${href ? "" : ` rx="${HALF}"`}/>` +
    `<text x="${x + width / 2}" y="${y + 4}">${escaped(text)}</text>`;
  const at = (x: number, y: number): string =>
    href ? `<a href="#${href}" class="rule">${shape(x, y)}</a>` : `<g class="text">${shape(x, y)}</g>`;
  return { width, up: HALF, down: HALF, at };
}

/** Nothing but track. */
const skip: Drawing = { width: 0, up: 0, down: 0, at: () => "" };

/** One after the other. */
export function row(parts: readonly Drawing[]): Drawing {
  if (parts.length === 0) return skip;
  const at = (x: number, y: number): string => {
    let left = x;
    return parts
      .map((part, index) => {
        const track = index === 0 ? "" : line(left, y, STEP);
        left += index === 0 ? 0 : STEP;
        const drawn = part.at(left, y);
        left += part.width;
        return track + drawn;
      })
      .join("");
  };
  return {
    width: parts.reduce((sum, part) => sum + part.width, STEP * (parts.length - 1)),
    up: Math.max(...parts.map((part) => part.up)),
    down: Math.max(...parts.map((part) => part.down)),
    at,
  };
}

/** One of several; the first stands on the track itself, the others below it. */
export function choice(parts: readonly Drawing[]): Drawing {
  const [main = skip, ...others] = parts;
  const inner = Math.max(...parts.map((part) => part.width));
  const heights: number[] = [];
  let bottom = main.down;
  for (const part of others) {
    heights.push(Math.max(bottom + GAP + part.up, 2 * BEND));
    bottom = (heights.at(-1) ?? 0) + part.down;
  }
  const at = (x: number, y: number): string => {
    const start = x + 2 * BEND;
    const centred = (part: Drawing, height: number): string => {
      const left = start + Math.floor((inner - part.width) / 2);
      return (
        line(start, height, left - start) +
        part.at(left, height) +
        line(left + part.width, height, start + inner - left - part.width)
      );
    };
    const below = others.map((part, index) => {
      const depth = heights[index] ?? 0;
      const drop = depth - 2 * BEND;
      const out = `<path d="M${x} ${y}q${BEND} 0 ${BEND} ${BEND}v${drop}q0 ${BEND} ${BEND} ${BEND}"/>`;
      const back = `<path d="M${start + inner} ${y + depth}q${BEND} 0 ${BEND} -${BEND}v-${drop}q0 -${BEND} ${BEND} -${BEND}"/>`;
      return out + centred(part, y + depth) + back;
    });
    return line(x, y, 2 * BEND) + centred(main, y) + line(start + inner, y, 2 * BEND) + below.join("");
  };
  return { width: inner + 4 * BEND, up: main.up, down: bottom, at };
}

/** A part or nothing: the track passes above it. */
export function maybe(part: Drawing): Drawing {
  return choice([skip, part]);
}

/** A part any number of times, also none: behind it a track leads back. */
export function repeated(part: Drawing): Drawing {
  const depth = Math.max(part.down + GAP, 2 * BEND);
  const at = (x: number, y: number): string => {
    const start = x + 2 * BEND;
    const end = start + part.width;
    const drop = depth - 2 * BEND;
    const back =
      `<path d="M${end} ${y}q${BEND} 0 ${BEND} ${BEND}v${drop}q0 ${BEND} -${BEND} ${BEND}h-${part.width}` +
      `q-${BEND} 0 -${BEND} -${BEND}v-${drop}q0 -${BEND} ${BEND} -${BEND}"/>`;
    const arrow = `<path class="arrow" d="M${start + part.width / 2 + 3} ${y + depth - 4}l-6 4l6 4"/>`;
    return line(x, y, 2 * BEND) + part.at(start, y) + line(end, y, 2 * BEND) + back + arrow;
  };
  return maybe({ width: part.width + 4 * BEND, up: part.up, down: depth + 4, at });
}

/** A whole diagram, with a bar at either end of its track. */
export function svg(drawing: Drawing, title: string): string {
  const width = drawing.width + 4 * STEP;
  const top = Math.max(drawing.up, 8) + 4;
  const height = top + Math.max(drawing.down, 8) + 4;
  const bar = (x: number): string => `<path d="M${x} ${top - 7}v14"/>`;
  const track = line(STEP, top, STEP) + drawing.at(2 * STEP, top) + line(2 * STEP + drawing.width, top, STEP);
  return (
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">` +
    `${bar(STEP)}${track}${bar(width - STEP)}</svg>`
  );
}
