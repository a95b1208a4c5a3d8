import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { DataProblem } from "../../../src/runtime/data.ts";
import { ucfLayout } from "../../../src/runtime/datasets/ucf_layout.ts";
import { ucf101 } from "../../../src/runtime/datasets/ucf101.ts";
import { RunError } from "../../../src/runtime/error.ts";
import { dataFolder, hasData, sharedFolder, temporaryFolder } from "../video/videos.ts";
import { copyLayout, makeLayout, openContext, optionsIn } from "./layout.ts";

const original = sharedFolder();
beforeAll(() => makeLayout(original));
afterEach(() => vi.unstubAllEnvs());

type Changes = Partial<Parameters<typeof ucfLayout>[0]>;

/** The problems of a copy after a change; with an error, opening must fail with the same message. */
async function problemsOf(folder: string, changes: Changes = {}): Promise<readonly DataProblem[]> {
  const data = ucfLayout({ ...optionsIn(folder), ...changes });
  const problems = await data.inspect();
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined) {
    const thrown = await data.open(openContext()).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(RunError);
    expect(thrown).toMatchObject({ code: error.code, message: expect.stringContaining(error.message) });
  }
  return problems;
}

describe("a data set in order", () => {
  test("has no problems; classes stand in the order of classInd.txt", async () => {
    const folder = copyLayout(original);
    expect(await problemsOf(folder)).toEqual([]);
    const data = await ucfLayout(optionsIn(folder)).open(openContext());
    expect(data.classes).toEqual(["Walk", "Archery", "YoYo"]);
    expect(data.videosListed).toBe(6);
    await data.close();
  });

  test("a trailing slash, links, another fold's lists and either line end make no difference", async () => {
    const folder = copyLayout(original);
    symlinkSync(join(folder, "videos"), join(folder, "link"));
    expect(
      await problemsOf(folder, { videos: `${join(folder, "link")}/`, splits: `${join(folder, "splits")}//` }),
    ).toEqual([]);
    expect(await problemsOf(folder, { split: "train" })).toEqual([]);
  });

  test("without classInd.txt the sorted names number the classes", async () => {
    const folder = copyLayout(original);
    rmSync(join(folder, "splits/classInd.txt"));
    const data = await ucfLayout(optionsIn(folder)).open(openContext());
    expect(data.classes).toEqual(["Archery", "Walk", "YoYo"]);
    await data.close();
  });

  test("labels in the lists are optional in both, and not believed", async () => {
    const folder = copyLayout(original);
    writeFileSync(
      join(folder, "splits/testlist01.txt"),
      "\uFEFFYoYo/v_YoYo_g01_c01.avi 1\r\nWalk/v_Walk_g01_c01.avi\t3\r\n\r\nYoYo/v_YoYo_g01_c01.avi\r\n",
    );
    const data = await ucfLayout(optionsIn(folder)).open(openContext());
    const { batch } = await data.load(data.plan(0, 1)[0] ?? [], 0, 1, new AbortController().signal);
    expect([...(batch?.labels ?? [])]).toEqual([2, 2, 0, 0]);
    expect(data.videosListed).toBe(2);
    await data.close();
  });
});

describe("videos: V0904", () => {
  test("no such folder", async () => {
    const folder = copyLayout(original);
    const videos = join(folder, "nowhere");
    expect(await problemsOf(folder, { videos })).toEqual([
      expect.objectContaining({
        code: "V0904",
        severity: "error",
        field: "videos",
        message: "no such folder",
        why: videos,
      }),
    ]);
    expect((await problemsOf(folder, { videos: join(folder, "splits/testlist01.txt") }))[0]).toMatchObject({
      code: "V0904",
    });
  });

  test("one level too high and one too low: did you mean", async () => {
    const folder = copyLayout(original);
    const videos = join(folder, "videos");
    const high = await problemsOf(folder, { videos: folder });
    expect(high).toEqual([
      expect.objectContaining({ code: "V0904", message: "none of the class folders that the lists name is here" }),
    ]);
    expect(high[0]?.helps).toEqual([`did you mean ${videos}?`]);
    expect((await problemsOf(folder, { videos: join(videos, "Walk/") }))[0]).toMatchObject({
      code: "V0904",
      helps: [`did you mean ${videos}?`],
    });
  });

  test("videos that lie flat", async () => {
    const folder = copyLayout(original);
    const flat = join(folder, "flat");
    mkdirSync(flat);
    for (const name of ["Walk", "YoYo"]) {
      for (const video of readdirSync(join(folder, "videos", name)))
        copyFileSync(join(folder, "videos", name, video), join(flat, video));
    }
    const [problem] = await problemsOf(folder, { videos: flat });
    expect(problem).toMatchObject({ code: "V0904", message: "the videos lie flat, without class folders" });
    expect(problem?.helps[0]).toContain(join(flat, "Walk/v_Walk_g01_c01.avi"));
  });

  test("an empty folder", async () => {
    const folder = copyLayout(original);
    mkdirSync(join(folder, "empty"));
    const [problem] = await problemsOf(folder, { videos: join(folder, "empty") });
    expect(problem).toMatchObject({ code: "V0904", why: expect.stringContaining("holds nothing") });
  });
});

describe("splits: V0905", () => {
  test("no such folder; a list that is not there, with a place where it is", async () => {
    const folder = copyLayout(original);
    const splits = join(folder, "splits");
    expect(await problemsOf(folder, { splits: join(folder, "no") })).toEqual([
      expect.objectContaining({ code: "V0905", field: "splits", message: "no such folder", why: join(folder, "no") }),
    ]);
    expect(await problemsOf(folder, { splits: folder })).toEqual([
      expect.objectContaining({
        code: "V0905",
        message: "no lists of fold 1 here",
        why: `looked for trainlist01.txt and testlist01.txt in ${folder}`,
        helps: [`did you mean ${splits}?`],
      }),
    ]);
    expect(await problemsOf(folder, { fold: 2 })).toEqual([
      expect.objectContaining({
        message: "no lists of fold 2 here",
        helps: ["the lists there are testlist01.txt, trainlist01.txt"],
      }),
    ]);
    rmSync(join(splits, "testlist01.txt"));
    expect(await problemsOf(folder)).toEqual([
      expect.objectContaining({ message: "testlist01.txt is not in the folder", why: splits }),
    ]);
  });

  test("a folder without lists is one mistake, whichever phase looks", async () => {
    const folder = copyLayout(original);
    const splits = join(folder, "empty");
    mkdirSync(splits);
    const [train, test] = [await problemsOf(folder, { split: "train", splits }), await problemsOf(folder, { splits })];
    expect(train).toEqual(test);
    expect(train).toHaveLength(1);
  });

  test("a missing class folder that the list names, and single videos: the first three and how many", async () => {
    const folder = copyLayout(original);
    rmSync(join(folder, "videos/YoYo"), { recursive: true });
    rmSync(join(folder, "videos/Walk/v_Walk_g02_c01.avi"));
    expect(await problemsOf(folder)).toEqual([
      expect.objectContaining({
        code: "V0905",
        severity: "error",
        message: "testlist01.txt lists 3 videos that are not there",
        why: "Walk/v_Walk_g02_c01.avi, YoYo/v_YoYo_g01_c01.avi, YoYo/v_YoYo_g02_c01.avi",
      }),
    ]);
    const [train] = await problemsOf(folder, { split: "train" });
    expect(train?.why).toMatch(/^(YoYo\/v_YoYo_g0\d_c01.avi, ){2}YoYo\/v_YoYo_g0\d_c01.avi and 1 more$/);
  });

  test("an empty list, and a line without a class folder", async () => {
    const folder = copyLayout(original);
    writeFileSync(join(folder, "splits/testlist01.txt"), "\r\n\n");
    expect((await problemsOf(folder))[0]?.message).toBe("testlist01.txt lists no videos");
    writeFileSync(join(folder, "splits/testlist01.txt"), "Walk/v_Walk_g01_c01.avi\nv_Walk_g02_c01.avi 1\n");
    expect((await problemsOf(folder))[0]).toMatchObject({
      message: "testlist01.txt has a line that names no class folder",
      why: "line 2: v_Walk_g02_c01.avi 1",
    });
  });

  test("another number of classes than stated", async () => {
    const folder = copyLayout(original);
    expect(await problemsOf(folder, { classes: 5 })).toEqual([
      expect.objectContaining({
        code: "V0905",
        field: "classes",
        message: "the split lists name 3 classes, not 5",
        why: "Walk, Archery, YoYo",
        helps: ["classes: 3"],
      }),
    ]);
  });

  test("classInd.txt with a bad line, or without a class that the lists name", async () => {
    const folder = copyLayout(original);
    const index = join(folder, "splits/classInd.txt");
    writeFileSync(index, "1 Walk\n2 Archery\n2 YoYo\n");
    expect((await problemsOf(folder))[0]).toMatchObject({ code: "V0905", why: "line 3: 2 YoYo" });
    writeFileSync(index, "1 Walk\n2 Archery\n");
    expect((await problemsOf(folder))[0]).toMatchObject({
      message: "the lists name 1 class that classInd.txt does not have",
      why: "YoYo",
    });
  });
});

describe("index: V0906, unlisted folders: V0912, no ffmpeg: V0913", () => {
  test.each([
    ["an empty file", ""],
    ["text", "some notes"],
    ["other JSON", '{"videos": {}}'],
  ])("%s is not overwritten", async (_, text) => {
    const folder = copyLayout(original);
    const index = join(folder, "notes.txt");
    writeFileSync(index, text);
    expect(await problemsOf(folder, { index })).toEqual([
      expect.objectContaining({
        code: "V0906",
        severity: "error",
        field: "index",
        why: `${index} would be overwritten`,
      }),
    ]);
  });

  test("class folders that no list names are a warning with the first three", async () => {
    const folder = copyLayout(original);
    for (const name of ["Fencing", "Diving", "Bowling", "Archery2", ".cache"]) mkdirSync(join(folder, "videos", name));
    const problems = await problemsOf(folder);
    expect(problems).toEqual([
      {
        code: "V0912",
        severity: "warning",
        field: "videos",
        message: "no list names 4 class folders",
        why: "Archery2, Bowling, Diving and 1 more: the videos in them are not used",
        helps: [],
      },
    ]);
    const data = await ucfLayout(optionsIn(folder)).open(openContext());
    expect(data.classes.length).toBe(3);
    await data.close();
  });

  test("FFMPEG_PATH that names no program", async () => {
    const folder = copyLayout(original);
    vi.stubEnv("FFMPEG_PATH", join(folder, "no-ffmpeg"));
    expect(await problemsOf(folder)).toEqual([
      expect.objectContaining({
        code: "V0913",
        message: "FFMPEG_PATH names no program",
        why: join(folder, "no-ffmpeg"),
      }),
    ]);
  });

  test("several errors are listed together", async () => {
    const folder = copyLayout(original);
    renameSync(join(folder, "videos"), join(folder, "moved"));
    rmSync(join(folder, "splits/testlist01.txt"));
    expect((await problemsOf(folder)).map(({ code }) => code)).toEqual(["V0904", "V0905"]);
  });
});

describe("ucf101", () => {
  test("always has 101 classes: fewer in classInd.txt or, without it, fewer folders are an error", async () => {
    const folder = copyLayout(original);
    const { classes: _, frames: __, ...options } = optionsIn(folder);
    expect(await ucf101(options).inspect()).toEqual([
      expect.objectContaining({
        code: "V0905",
        field: "splits",
        message: "classInd.txt has 3 classes, not 101",
      }),
    ]);
    rmSync(join(folder, "splits/classInd.txt"));
    const [problem] = await ucf101(options).inspect();
    expect(problem?.message).toBe("there are 3 class folders, not 101");
    expect(problem?.helps.join()).toContain("ucf_layout");
  });

  test.skipIf(!hasData)(
    "numbers three of its classes as the official file does, and reads the list of one phase only",
    async () => {
      const folder = temporaryFolder();
      const splits = join(folder, "splits");
      mkdirSync(splits);
      const mini = join(dataFolder, "ucf101-mini");
      for (const name of ["classInd.txt", "testlist01.txt"])
        copyFileSync(join(mini, "ucfTrainTestlist", name), join(splits, name));
      const { classes: _, frames: __, ...options } = optionsIn(folder);
      const data = ucf101({ ...options, videos: join(mini, "UCF-101"), splits, take: 6 });
      expect(await data.inspect()).toEqual([]);
      const phase = await data.open(openContext());
      expect(phase.classes.length).toBe(101);
      const labels = new Set<number>();
      for (const clips of phase.plan(0, 1)) {
        const { batch } = await phase.load(clips, 0, 1, new AbortController().signal);
        for (const label of batch?.labels ?? []) labels.add(label);
      }
      expect([...labels].sort((a, b) => a - b)).toEqual([3, 70, 71]);
      await phase.close();
    },
  );

  test.skipIf(!hasData)("the official lists: 9,537 and 3,783 videos, 101 classes", async () => {
    const { classes: _, frames: __, ...options } = optionsIn(temporaryFolder());
    const official = {
      ...options,
      videos: join(dataFolder, "ucf101-mini/UCF-101"),
      splits: join(dataFolder, "ucf101-splits"),
    };
    const problems = await ucf101({ ...official, split: "train" }).inspect();
    expect(problems).toEqual([expect.objectContaining({ code: "V0905", field: "splits" })]);
    expect(problems[0]?.message).toMatch(/^trainlist01.txt lists 9429 videos that are not there$/);
    expect((await ucf101(official).inspect())[0]?.message).toBe("testlist01.txt lists 3741 videos that are not there");
  });
});
