import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listenForInterrupt, unlessAborted } from "../../../src/runtime/trainer/interrupt.ts";
import { prefetch } from "../../../src/runtime/trainer/prefetch.ts";
import { testSignals } from "./tiny.ts";

const later = (turns: number): Promise<void> =>
  turns === 0 ? Promise.resolve() : new Promise((resolve) => setImmediate(resolve)).then(() => later(turns - 1));

describe("prefetching", () => {
  it("gives results in order and never loads more than allowed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 12 }), fc.nat(5), async (delays, ahead) => {
        let waiting = 0;
        let most = 0;
        const load = async (i: number): Promise<number> => {
          waiting++;
          most = Math.max(most, waiting);
          await later(delays[i] ?? 0);
          return i * 10;
        };
        const source = prefetch(delays.keys(), load, () => ahead);
        for (const i of delays.keys()) {
          expect(await source.next()).toEqual({ item: i, result: i * 10 });
          waiting--;
        }
        expect(await source.next()).toBeUndefined();
        expect(most).toBeLessThanOrEqual(Math.max(1, ahead) + 1);
      }),
      { numRuns: 50 },
    );
  });

  it("rejects where its load did, and ends nothing by a rejection that nobody waits for", async () => {
    const load = (i: number) => (i < 1 ? Promise.resolve(i) : Promise.reject(new Error(`load ${i}`)));
    const source = prefetch([0, 1, 2].values(), load, () => 3);
    expect(await source.next()).toEqual({ item: 0, result: 0 });
    await later(3);
    await expect(source.next()).rejects.toThrow("load 1");
  });
});

describe("an interruption", () => {
  it("ends a wait, and leaves no listener behind where none came", async () => {
    let listening = 0;
    const watched = Object.assign(new AbortController().signal, {
      addEventListener: () => void listening++,
      removeEventListener: () => void listening--,
    });
    for (let i = 0; i < 5; i++) expect(await unlessAborted(watched, Promise.resolve(i))).toBe(i);
    await expect(unlessAborted(watched, Promise.reject(new Error("no")))).rejects.toThrow("no");
    await later(1);
    expect(listening).toBe(0);

    const signals = testSignals();
    const said: string[] = [];
    const interrupt = listenForInterrupt(() => said.push("first"), signals);
    const never = unlessAborted(interrupt.signal, new Promise(() => undefined));
    signals.send();
    expect(await never).toBeUndefined();
    expect(await unlessAborted(interrupt.signal, new Promise(() => undefined))).toBeUndefined();
    expect(said).toEqual(["first"]);
    interrupt.release();
    expect(signals.listening()).toBe(0);
  });
});
