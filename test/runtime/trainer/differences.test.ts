import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeDifferences, differences, type Json } from "../../../src/runtime/trainer/differences.ts";

const sgd = (options: { readonly [name: string]: Json }): Json => ({ component: "sgd", options });
const said = (was: Json, is: Json): string => describeDifferences(differences(was, is));

describe("differences between two experiments", () => {
  it("name fields as vcl writes them", () => {
    const was = { optimizer: sgd({ weightDecay: 1e-4, lr: { component: "cosine", options: { from: 0.1, to: 0 } } }) };
    const is = { optimizer: sgd({ weightDecay: 0, lr: { component: "cosine", options: { from: 0.1, to: 0.01 } } }) };
    expect(said(was, is)).toBe("optimizer.weight_decay 0.0001 → 0, optimizer.lr.to 0 → 0.01");
  });

  it("show another component as one difference", () => {
    expect(said({ lr: 0.1 }, { lr: sgd({}) })).toBe("lr 0.1 → sgd");
    expect(said({ lr: sgd({ a: 1 }) }, { lr: { component: "adam", options: { a: 2 } } })).toBe("lr sgd → adam");
  });

  it("follow named things through a list", () => {
    const phase = (name: string, batch: number): Json => ({
      name,
      component: "ucf101",
      options: { batch, take: null },
    });
    expect(
      said({ phases: [phase("train", 8), phase("test", 10)] }, { phases: [phase("train", 4), phase("test", 10)] }),
    ).toBe("phases.train.batch 8 → 4");
    expect(said({ phases: [phase("train", 8)] }, { phases: [phase("train", 8), phase("val", 1)] })).toBe(
      "phases.val none → ucf101",
    );
    expect(said({ topk: [1, 5] }, { topk: [1] })).toBe("topk [1,5] → [1]");
  });

  it("are none between equal values, whatever the order of their fields, and some otherwise", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const copy = JSON.parse(JSON.stringify(a)) as Json;
        expect(differences(a as Json, copy)).toEqual([]);
        const record = { x: a as Json, y: b as Json };
        expect(differences(record, { y: b as Json, x: a as Json })).toEqual([]);
        if (typeof a !== "object" && typeof b !== "object" && a !== b) {
          expect(differences(record, { x: b as Json, y: b as Json })).toHaveLength(1);
        }
      }),
    );
  });
});
