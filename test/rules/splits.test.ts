import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

describe("which lists the phases read", () => {
  it("V0301: a phase that tests reads the training split", () => {
    const program = tutorial(["split:     .train", "split:     ‹.train›"], ["split:     .test", "split:     ⟦.train⟧"]);
    expectDiagnostics(program, {
      code: "V0301",
      title: "a phase that tests reads the training split",
      label: "test reads the training list",
      secondary: ["so does train"],
      fixes: ["split: .test"],
    });
    expectFixed(program);
  });

  it("V0301: the phase that trains reads the test split", () => {
    const program = tutorial(["split:     .train", "split:     ⟦.test⟧"], ["split:     .test", "split:     ‹.test›"]);
    expectDiagnostics(program, { code: "V0301", title: "the phase that trains reads the test split" });
    expectFixed(program);
  });

  it("V0301 has no fix where one line sets both", () => {
    const program = tutorial(
      ["  clip:  8 frames", "  clip:  8 frames\n  split: ⟦.train⟧"],
      ["  split:     .train\n", ""],
      ["  split:     .test\n", ""],
    );
    expectDiagnostics(program, { code: "V0301", fixes: [], helps: ["split: .test in `test`"] });
  });

  it("V0302: what test shows, train has seen", () => {
    const program = tutorial(
      ["split:     .train", "split:     .train\n  fold:      ‹1›"],
      ["split:     .test", "split:     .test\n  fold:      ⟦2⟧"],
    );
    expectDiagnostics(program, {
      code: "V0302",
      title: "train and test come from different folds",
      label: "test is testlist02, groups 8–14: all of them are in trainlist01",
      secondary: ["train is trainlist01"],
      why: "the three folds split the same 13,320 videos; only matching lists are disjoint",
      helps: ["set `fold` once, in `ucf`"],
    });
  });

  it("the same fold in both is fine, also where a param leaves it open", () => {
    expect(check(tutorial(["fold: int in 1..3 = 1", "fold: int in 1..3"])).diagnostics).toEqual([]);
    expect(check(tutorial(["fold: int in 1..3 = 1", "fold: int in 1..3 = 3"])).diagnostics).toEqual([]);
  });

  it("V0312: one index for two folders of videos", () => {
    const other = (index: string) =>
      tutorial(
        ["let ucf = ucf101 {\n  videos", "let ucf = ucf101 {\n  ‹videos›"],
        ["split:     .test", `split:     .test\n  videos:    ‹"others"›${index}`],
      );
    const options = { flags: ["--videos", "some", "--splits", "lists"] };
    expectDiagnostics(
      other(""),
      { code: "V0312", title: "one index for two data sets", secondary: ["one of these videos", "one of those"] },
      options,
    );
    expect(check(other('\n  index:     "others.json"'), options).diagnostics).toEqual([]);
  });

  it("V0313: nothing is trained, and nothing else is said of the lists", () => {
    const program = tutorial(
      ["phases:    [train, test]", "phases:    ⟦[test]⟧"],
      ["split:     .test", "split:     .train"],
    );
    const [found] = expectDiagnostics(program, {
      code: "V0313",
      title: "nothing is trained",
      label: "the phase that trains is called `train`",
    });
    expect(found?.secondary.map((each) => each.text)).toEqual(["this optimizer has nothing to do"]);
  });
});
