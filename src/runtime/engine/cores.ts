/** How many threads compute best: the processor's own cores, as far as this process may use them. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Gives a file's text, undefined where there is none. */
type ReadText = (path: string) => string | undefined;

/**
 * Cores that this process may compute on: two threads of one core count once, since they share what multiplies; a core that
 * the process is kept off (affinity) does not count, and a container's share of processor time is the most. At least 1.
 */
export function physicalCores(read: ReadText = readText, processors = availableParallelism()): number {
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(read("/proc/self/status") ?? "")?.[1];
  const siblings = (allowed === undefined ? [] : listed(allowed)).map((cpu) =>
    read(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`)?.trim(),
  );
  const known = siblings.length > 0 && siblings.every((each) => each !== undefined);
  const cores = known ? new Set(siblings).size : processors;
  return Math.max(1, Math.min(cores, processors, Math.ceil(processorShare(read))));
}

/** `0-3,8` as numbers. */
function listed(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** How many processors' time a control group grants, such as 1.5; infinite where nothing limits it. */
function processorShare(read: ReadText): number {
  const groups = (read("/proc/self/cgroup") ?? "").split("\n").map((line) => line.split(":"));
  const unified = groups.find(([id]) => id === "0")?.[2] ?? "/";
  const own = groups.find(([, controllers]) => controllers?.split(",").includes("cpu"))?.[2] ?? "/";
  const shares = [
    ...upwards(unified).map((folder) => quotient(read(`/sys/fs/cgroup${folder}cpu.max`)?.split(" ") ?? [])),
    ...upwards(own).map((folder) => {
      const figure = (name: string): string => read(`/sys/fs/cgroup/cpu${folder}cpu.cfs_${name}_us`) ?? "";
      return quotient([figure("quota"), figure("period")]);
    }),
  ];
  return Math.min(...shares);
}

function quotient([quota = "", period = ""]: readonly string[]): number {
  const share = Number.parseInt(quota, 10) / Number.parseInt(period, 10);
  return share > 0 ? share : Number.POSITIVE_INFINITY;
}

/** A group's folder and all above it, each with a slash at both ends: a limit of any of them counts. */
function upwards(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return Array.from({ length: parts.length + 1 }, (_, i) =>
    `/${parts.slice(0, parts.length - i).join("/")}/`.replace("//", "/"),
  );
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
