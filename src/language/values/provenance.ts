/** The places that made a value what it is. */
import type { Span } from "../source/source-file.ts";
import type { Origin, Value } from "./value.ts";

export interface Place {
  readonly span: Span;
  readonly how: Origin["how"];
  /**
   * `here`: what holds now was set at this place; `from`: `here` only names a value, which was set at this one; `replaced`:
   * an amendment took this one's place; `follows`: nobody wrote the value, it follows from what was set here.
   */
  readonly role: "here" | "from" | "replaced" | "follows";
}

/** Newest first, each place once: where the value was set, where what it names was set, what these replaced. */
export function placesOf(value: Value): readonly Place[] {
  const places: Place[] = [];
  follow(value.origin, "here", places);
  if (value.kind === "clip") {
    const frames = value.data.settings.get("clip");
    if (frames) follow(frames.origin, "from", places);
  }
  return places;
}

/** Chains are as long as files amend each other; a loop in them would be a mistake of ours, and this ends it. */
const most = 100;

function follow(origin: Origin, role: Place["role"], places: Place[]): void {
  if (places.length >= most) return;
  const { span } = origin;
  const isKnown = places.some(
    (each) => each.span.file === span.file && each.span.start === span.start && each.span.end === span.end,
  );
  if (!isKnown) places.push({ span, how: origin.how, role });
  if (origin.source) follow(origin.source, role === "replaced" ? "replaced" : "from", places);
  if (origin.replaced) follow(origin.replaced, "replaced", places);
}
