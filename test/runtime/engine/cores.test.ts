import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { physicalCores } from "../../../src/runtime/engine/cores.ts";

/** Two threads to a core, as Linux numbers them: cpu0 and cpu4 share one. */
const siblings = Object.fromEntries(
  Array.from({ length: 8 }, (_, cpu) => [
    `/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`,
    `${cpu % 4},${(cpu % 4) + 4}\n`,
  ]),
);
const allowed = (cpus: string) => ({ "/proc/self/status": `Name:\tnode\nCpus_allowed_list:\t${cpus}\n` });

it.each<[string, Readonly<Record<string, string>>, number, number]>([
  ["two threads of a core count once", allowed("0-7"), 8, 4],
  ["a process that is kept to some processors", allowed("0-1,4"), 3, 2],
  ["a process that is kept to both threads of one core", allowed("3,7"), 2, 1],
  ["a container's share", { ...allowed("0-7"), "/sys/fs/cgroup/cpu.max": "150000 100000\n" }, 8, 2],
  ["a container without a limit", { ...allowed("0-7"), "/sys/fs/cgroup/cpu.max": "max 100000\n" }, 8, 4],
  [
    "a limit of a group further up",
    {
      ...allowed("0-7"),
      "/proc/self/cgroup": "0::/user.slice/job.scope\n",
      "/sys/fs/cgroup/user.slice/cpu.max": "100000 100000\n",
      "/sys/fs/cgroup/user.slice/job.scope/cpu.max": "max 100000\n",
    },
    8,
    1,
  ],
  [
    "the older kind of control groups",
    {
      ...allowed("0-7"),
      "/proc/self/cgroup": "4:cpu,cpuacct:/docker/1\n1:memory:/docker/1\n",
      "/sys/fs/cgroup/cpu/docker/1/cpu.cfs_quota_us": "300000\n",
      "/sys/fs/cgroup/cpu/docker/1/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    },
    8,
    3,
  ],
])("%s", (_, files, processors, cores) => {
  expect(physicalCores((path) => ({ ...siblings, ...files })[path], processors)).toBe(cores);
});

it("takes what Node says where the system tells nothing", () => {
  expect(physicalCores(() => undefined, 6)).toBe(6);
});

it("is between 1 and what Node says on this machine", () => {
  expect(physicalCores()).toBeGreaterThanOrEqual(1);
  expect(physicalCores()).toBeLessThanOrEqual(availableParallelism());
});
