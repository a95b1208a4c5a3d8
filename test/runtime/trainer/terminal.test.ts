import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { PhaseEvent, StepEvent } from "../../../src/runtime/experiment.ts";
import { openLines } from "../../../src/runtime/trainer/line_file.ts";
import { loggedConsole, streamConsole } from "../../../src/runtime/trainer/terminal.ts";
import { duration, figure, liveText, phaseText, progressText } from "../../../src/runtime/trainer/texts.ts";
import { scratchFolder } from "./helpers.ts";

const folder = scratchFolder();

function heard(stream: { readonly isTTY?: boolean; readonly columns?: number }) {
  let text = "";
  return {
    stream: {
      ...stream,
      write: (more: string) => {
        text += more;
      },
    },
    text: () => text,
  };
}

/** What a terminal shows in the end: each erased line gone. */
const shown = (text: string): string[] =>
  text.split("\n").map((line) => line.slice(line.lastIndexOf("\r") + 1).replace("\u001b[K", ""));

it("a terminal's live line is replaced by the next one and by a line that stays", () => {
  const { stream, text } = heard({ isTTY: true, columns: 40 });
  const console = streamConsole(stream, "xterm");
  console.live("step 1");
  console.live("step 2");
  expect(shown(text())).toEqual(["step 2"]);
  console.progress?.("not here");
  console.line("train 1: done");
  console.warn("careful");
  console.live("step 3");
  expect(shown(text())).toEqual(["train 1: done", "warning: careful", "step 3"]);
});

it("a live line never wraps, however narrow the terminal", () => {
  for (const columns of [10, 40, 80]) {
    const { stream, text } = heard({ isTTY: true, columns });
    streamConsole(stream, "xterm").live("x".repeat(200));
    const [line = ""] = shown(text());
    expect(line).toHaveLength(columns - 1);
    expect(line.endsWith("…")).toBe(true);
  }
});

it("elsewhere there are plain lines and no control characters", () => {
  for (const [stream, terminal] of [
    [{ isTTY: false }, "xterm"],
    [{ isTTY: true, columns: 80 }, "dumb"],
  ] as const) {
    const { stream: out, text } = heard(stream);
    const console = streamConsole(out, terminal);
    console.live("step 1");
    console.progress?.("step 4: loss 1");
    console.line("train 1: done");
    expect(text()).toBe("step 4: loss 1\ntrain 1: done\n");
  }
});

it("the log gets every line that stays", () => {
  const log = openLines(folder("log.txt"));
  const { stream, text } = heard({ isTTY: true, columns: 80 });
  const console = loggedConsole(streamConsole(stream, "xterm"), log);
  console.live("step 1");
  console.progress?.("step 4: loss 1");
  console.line("train 1: done");
  console.warn("careful");
  log.close();
  expect(readFileSync(folder("log.txt"), "utf8")).toBe("step 4: loss 1\ntrain 1: done\nwarning: careful\n");
  expect(shown(text())).toEqual(["train 1: done", "warning: careful", ""]);
});

const step: StepEvent = {
  ...{ phase: "train", trains: true, epoch: 2, step: 12, batch: 4, batches: 8, loss: 4.61512, lr: 0.0005 },
  ...{ meters: { accuracy: { top1: 0.125, top5: 0.5 }, video_accuracy: { top1: 0.25 } } },
  ...{ clips: 8, dataSeconds: 0.1, stepSeconds: 0.9 },
};

it("lines say what was counted, and by which protocol", () => {
  const phase: PhaseEvent = {
    ...{ phase: "test", trains: false, epoch: 2, step: 16, loss: 1.23456, meters: { video_accuracy: { top1: 0.714 } } },
    ...{ videos: 42, videosListed: 42, protocol: "10 uniform clips", clips: 420, troubles: [], seconds: 75 },
  };
  expect(phaseText(phase)).toBe(
    "test 2: loss 1.235, video top-1 71.4 %, 10 uniform clips, 42 of 42 videos, 1 min 15 s",
  );
  expect(progressText(step)).toBe(
    "train 2, step 12 (4 of 8): loss 4.615, clip top-1 12.5 %, top-5 50.0 %, video top-1 25.0 % so far, rate 0.0005",
  );
  expect(liveText({ event: step, epochs: 2, clipsPerSecond: 8.04, secondsLeft: 200 })).toBe(
    "epoch 2/2 · train 4/8 · step 12 · loss 4.615 · rate 0.0005 · 8.0 clips/s · 3 min 20 s left",
  );
  const testing = { ...step, phase: "test", trains: false, lr: undefined };
  expect(liveText({ event: testing, epochs: 2, clipsPerSecond: 8, secondsLeft: undefined })).toBe(
    "epoch 2/2 · test 4/8 · step 12 · loss 4.615 · 8.0 clips/s",
  );
});

it("figures and times are as short as they may be", () => {
  expect([4.61512, 0.0005, 4e-5, 1, Number.NaN].map(figure)).toEqual(["4.615", "0.0005", "0.00004", "1", "NaN"]);
  expect([0, 3.14, 9.96, 59.4, 59.7, 3599, 3600, 7505].map(duration)).toEqual([
    "0.0 s",
    "3.1 s",
    "10 s",
    "59 s",
    "1 min 0 s",
    "59 min 59 s",
    "1 h 0 min",
    "2 h 5 min",
  ]);
});
