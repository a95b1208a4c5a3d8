import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const multistep = "multistep { values: [0.005, 0.0005], at: [1 epoch] }";
const rate = (text: string, ...more: Parameters<typeof tutorial>) => tutorial([multistep, text], ...more);

describe("the optimizer and its schedules", () => {
  it("V0701: rates and milestones", () => {
    expectDiagnostics(rate("multistep { values: ‹[0.1, 0.01, 0.001]›, at: ⟦[1 epoch]⟧ }"), {
      code: "V0701",
      title: "3 values need 2 milestones",
    });
    expectDiagnostics(rate("multistep { values: [0.1, 0.01, 0.001], at: [‹1 epoch›, ⟦1 epoch⟧] }"), {
      code: "V0701",
      title: "milestones must increase",
      label: "not after 1 epoch",
    });
    expect(
      check(rate("multistep { values: [0.1, 0.01, 0.001], at: [1 epoch, 2 epochs] }", ["= 2 epochs", "= 3 epochs"]))
        .diagnostics,
    ).toEqual([]);
  });

  it("V0702: a milestone behind the end, as in the design", () => {
    const program = rate("multistep { values: [0.005, 0.0005], at: [⟦2 epochs⟧] }", [
      "epochs >= 1 = 2 epochs",
      "epochs >= 1 = ‹2 epochs›",
    ]);
    expectDiagnostics(program, {
      code: "V0702",
      severity: "warning",
      title: "this milestone is never reached",
      secondary: ["the last epoch starts at 1 epoch (`at` counts finished epochs)"],
      why: "0.0005 would start at epoch 2; the rate stays 0.005 to the end",
      helps: ["at: [1 epoch], or --epochs 3"],
    });
    expect(check(program, { flags: ["--epochs", "3"] }).diagnostics).toEqual([]);
  });

  it("V0705: a rate far above linear scaling, as advice", () => {
    const program = rate("⟦0.8⟧", ["batch:     8 clips", "batch:     ‹8 clips›"]);
    expectDiagnostics(
      program,
      {
        code: "V0705",
        severity: "advice",
        title: "a rate of 0.8 is high for batches of 8 clips",
        label: "64 times linear scaling",
        why: "0.1 is known to train with 64 clips, which is 0.0125 for 8",
      },
      { pedantic: true },
    );
    expect(check(program).diagnostics).toEqual([]);
    for (const schedule of [
      "multistep { values: [0.8, 0.0005], at: [1 epoch] }",
      "cosine { from: 0.8, to: 0 }",
      "linear { from: 0.001, to: 0.8, over: 10% } then cosine { from: 0.8, to: 0, over: 90% }",
      "constant(0.8)",
    ]) {
      expect(check(rate(schedule), { pedantic: true }).diagnostics.map((each) => each.code)).toEqual(["V0705"]);
    }
    expect(check(rate("0.125"), { pedantic: true }).diagnostics).toEqual([]);
    const allowed = rate("0.8 // allow V0705: found by trial", ["momentum:     0.9", "momentum:     0.95"]);
    for (const pedantic of [true, false]) expect(check(allowed, { pedantic }).diagnostics).toEqual([]);
  });

  it("V0703: parts that do not make a whole", () => {
    const program = rate(
      "linear { from: 0.005, to: 0.04, over: ‹13%› } then cosine { from: 0.04, to: 4e-5, over: ⟦80%⟧ }",
    );
    expectDiagnostics(program, { code: "V0703", title: "the parts cover 93% of training", helps: ["over: 87%"] });
    expect(
      check(rate("linear { from: 0.005, to: 0.04, over: 13% } then cosine { from: 0.04, to: 4e-5, over: 87% }"))
        .diagnostics,
    ).toEqual([]);
    expectDiagnostics(rate("cosine { from: 0.1, to: 0, over: ⟦80%⟧ }"), {
      code: "V0703",
      title: "the parts cover 80% of training",
    });
  });

  it("V0704: a jump at the join", () => {
    const program = rate(
      "linear { from: 0.005, to: ‹0.04›, over: 13% } then cosine { from: ⟦0.4⟧, to: 4e-5, over: 87% }",
    );
    expectDiagnostics(program, {
      code: "V0704",
      severity: "warning",
      title: "the rate jumps from 0.04 to 0.4 at the join",
    });
  });

  it("V0706: Nesterov without momentum", () => {
    expectDiagnostics(tutorial(["momentum:     0.9", "nesterov:     ⟦true⟧"]), {
      code: "V0706",
      title: "Nesterov needs a momentum above 0",
      label: "`momentum` is 0, not above 0",
    });
    expectDiagnostics(tutorial(["momentum:     0.9", "momentum:     ‹0›, nesterov: ⟦true⟧"]), { code: "V0706" });
    expect(check(tutorial(["momentum:     0.9", "momentum:     0.9, nesterov: true"])).diagnostics).toEqual([]);
  });

  it("V0707: a part whose length is stated in epochs", () => {
    const own = 'extern schedule warmup from "./warmup.ts" {\n  over: epochs > 0\n}\n';
    const files = rate("warmup { over: ⟦20 epochs⟧ }", ["epochs >= 1 = 2 epochs", "epochs >= 1 = ‹2 epochs›"]);
    const program = { ...files, "ucf101.vcl": files["ucf101.vcl"] + own };
    expectDiagnostics(program, {
      code: "V0707",
      title: "this part is longer than training",
      secondary: ["training is 2 epochs"],
    });
    expect(check(program, { flags: ["--epochs", "20"] }).diagnostics).toEqual([]);
  });

  it("epochs that nobody has given yet are no reason for a warning", () => {
    expect(check(tutorial(["epochs >= 1 = 2 epochs", "epochs >= 1"])).diagnostics).toEqual([]);
  });

  it("every fix of a schedule leaves a clean program", () => {
    expectFixed(tutorial(["every: 4 steps", "every: 9 steps"]));
  });
});
