/** What a run says of itself to people. */
import type { MeterValues, PhaseEvent, StepEvent } from "../experiment.ts";

/** `71.4 %`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A loss or a rate with the digits that count: `4.615`, `0.0005`. */
export function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** `clip top-1 60.0 %, top-5 90.0 %, video top-1 71.4 %`: each meter says what it counts. */
export function metersText(meters: MeterValues): string {
  return Object.entries(meters)
    .flatMap(([meter, values]) =>
      Object.entries(values).map(([name, value], i) => {
        const counted = i === 0 ? `${counts(meter)} ` : "";
        return `${counted}${name.replace(/^top(\d+)$/, "top-$1")} ${percent(value)}`;
      }),
    )
    .join(", ");
}

/** `test 2: loss 1.234, video top-1 71.4 %, 10 uniform clips, 42 of 42 videos, 12 s`: a result and its protocol. */
export function phaseText(event: PhaseEvent): string {
  const parts = [
    `loss ${figure(event.loss)}`,
    metersText(event.meters),
    event.protocol,
    `${event.videos} of ${event.videosListed} videos`,
    duration(event.seconds),
  ];
  return `${event.phase} ${event.epoch}: ${parts.filter((part) => part !== "").join(", ")}`;
}

/** A plain line of `log_progress`. */
export function progressText(event: StepEvent): string {
  const rate = event.lr === undefined ? "" : `, rate ${figure(event.lr)}`;
  const meters = metersText(event.meters);
  const place = `${event.phase} ${event.epoch}, step ${event.step} (${event.batch} of ${event.batches})`;
  return `${place}: loss ${figure(event.loss)}${meters === "" ? "" : `, ${meters} so far`}${rate}`;
}

export interface LiveFacts {
  readonly event: StepEvent;
  readonly epochs: number;
  readonly clipsPerSecond: number;
  /** Of the whole run; undefined while nothing can be said. */
  readonly secondsLeft: number | undefined;
}

/** The line that a terminal shows while a phase runs. */
export function liveText({ event, epochs, clipsPerSecond, secondsLeft }: LiveFacts): string {
  const parts = [
    `epoch ${event.epoch}/${epochs}`,
    `${event.phase} ${event.batch}/${event.batches}`,
    `step ${event.step}`,
    `loss ${figure(event.loss)}`,
    event.lr === undefined ? "" : `rate ${figure(event.lr)}`,
    `${clipsPerSecond.toFixed(1)} clips/s`,
    secondsLeft === undefined ? "" : `${duration(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function counts(meter: string): string {
  if (meter === "accuracy" || meter.startsWith("accuracy_")) return ["clip", meter.slice(9)].join(" ").trim();
  if (meter.startsWith("video_accuracy")) return ["video", meter.slice(15)].join(" ").trim();
  return meter;
}
