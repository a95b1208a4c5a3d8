/** Programs made to take long, fill the memory or overflow the stack: each is judged, soon, and says what is wrong with it. */
import { describe, expect, test } from "vitest";
import { hostile, many, whole } from "../fuzz/hostile.ts";
import { judge } from "../fuzz/judge.ts";
import { check } from "./helpers.ts";

/** How many there are of what there are many of. */
const size = 500;

describe("vcl withstands", () => {
  test.each(Object.entries(hostile))("%s", (_, make) => {
    expect(judge({ files: make(size), args: [], closed: false }, "check")).toBeUndefined();
  });
});

describe("and says", () => {
  const titles = (text: string): string[] =>
    check({ "main.vcl": text }).diagnostics.map(({ code, title }) => `${code} ${title}`);

  test("that a list is too long, wherever it comes from", () => {
    const tooLong = "V0204 a list has at most 10,000 values";
    expect(titles(`let x = [${many(10_001, String, ", ")}]\n`)).toEqual([tooLong]);
    expect(titles(`let x = repeat(1, 10001)\n`)).toEqual([tooLong]);
    expect(titles(`let x = [${many(10_000, String, ", ")}]\n`)).toEqual([]);
  });

  test("whole numbers in full", () => {
    const [first = ""] = titles(whole({ clip: "9007199254740991 frames" }));
    expect(first).toContain("shorter than 9007199254740991 frames");
  });

  test.each([
    [1, "larger than the frame for 6 of 11 sizes (50..55)"],
    [4, "larger than the frame for some values"],
  ])("that some draws do not fit, though ranges stand before (%i)", (count, label) => {
    const resize = many(count, () => "resize_short(64..900 px) |> random_crop(60x60 px)", " |> ");
    const { diagnostics } = check({ "main.vcl": whole({ resize: `${resize} |> resize_short(50..60 px)` }) });
    const found = diagnostics.filter(({ code }) => code === "V0401");
    expect(found.map(({ severity, primary }) => [severity, primary.text])).toEqual([
      ["warning", label],
      ["warning", label],
    ]);
  });
});

describe("data sets that experiments share", () => {
  test("are found wanting for each experiment; each place is told once", () => {
    const text = whole({ resize: "resize_short(40 px)", after: "experiment f = e { seed: 1 }" });
    const { diagnostics, experiments } = check({ "main.vcl": text });
    expect(diagnostics.map(({ code }) => code)).toEqual(["V0401", "V0401"]);
    expect(experiments.map(({ name, phases }) => [name, phases[0]?.runs.length])).toEqual([
      ["e", 0],
      ["f", 0],
    ]);
  });

  test("have the same tensors in each experiment", () => {
    const { experiments } = check({ "main.vcl": whole({ after: "experiment f = e { seed: 1 }" }) });
    const [one, other] = experiments.map(({ phases }) => phases.map(({ runs }) => runs.map(({ clip }) => clip?.dims)));
    expect(one?.[0]).toHaveLength(1);
    expect(other).toEqual(one);
  });
});
