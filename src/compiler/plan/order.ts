/** The order of the consts: what another one needs stands before it, else as in the files, imported ones first. */
import type { Declared, Draft, Group } from "./draft.ts";

export function orderedGroups({ groups, checked }: Draft): Group[] {
  const isOwn = ({ at }: Group): boolean => at.file.path === checked.file.path;
  const waiting = [...groups.values()].sort((a, b) => {
    if (isOwn(a) !== isOwn(b)) return isOwn(a) ? 1 : -1;
    const [first, second] = [a.at.file.path, b.at.file.path];
    return first === second ? a.at.start - b.at.start : first < second ? -1 : 1;
  });
  const done = new Set<Declared>();
  const ordered: Group[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => [...needs].every((need) => done.has(need)));
    const [group] = waiting.splice(Math.max(next, 0), 1);
    if (next < 0 || !group) throw new Error("declared values need each other in a circle");
    done.add(group.declared);
    ordered.push(group);
  }
  return ordered;
}
