import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createPool } from "../../../src/runtime/video/pool.ts";

const never = new AbortController().signal;

test("runs as many at once as it may, first come first served, also after a failure", async () => {
  const pool = createPool(3);
  const started: number[] = [];
  let [running, most] = [0, 0];
  const tasks = Array.from({ length: 12 }, (_, i) =>
    pool.run(async () => {
      started.push(i);
      most = Math.max(most, ++running);
      await setTimeout(3);
      running--;
      if (i % 4 === 1) throw new Error(`task ${i}`);
      return i;
    }, never),
  );
  const settled = await Promise.allSettled(tasks);
  expect([most, pool.limit]).toEqual([3, 3]);
  expect(started).toEqual(Array.from({ length: 12 }, (_, i) => i));
  expect(settled.filter(({ status }) => status === "rejected").length).toBe(3);
  expect(await pool.run(async () => "again", never)).toBe("again");
});

test("an abort rejects those that wait and starts none of them", async () => {
  const pool = createPool(1);
  const abort = new AbortController();
  const reason = new Error("stopped");
  let started = 0;
  const tasks = Array.from({ length: 4 }, () =>
    pool.run(async () => {
      started++;
      await setTimeout(20);
    }, abort.signal),
  );
  await setTimeout(1);
  abort.abort(reason);
  const settled = await Promise.allSettled(tasks);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
  expect(settled[3]).toMatchObject({ reason });
  expect(started).toBe(1);
});
