/** Colours of a message. The front end draws none itself: whoever prints decides. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly advice: (text: string) => string;
  readonly title: (text: string) => string;
  /** Marks and words about places that are facts, not mistakes. */
  readonly secondary: (text: string) => string;
  /** Line numbers, frames, file names. */
  readonly gutter: (text: string) => string;
  readonly help: (text: string) => string;
}

const same = (text: string): string => text;

/** No colour: for files, pipes and tests. */
export const plain: Palette = {
  error: same,
  warning: same,
  advice: same,
  title: same,
  secondary: same,
  gutter: same,
  help: same,
};
