/** Which classes there are and how they are numbered. */
import type { ClassIndex } from "./class_index.ts";
import { counted, firstThree } from "./data_problem.ts";
import type { ClassRule } from "./ucf_config.ts";

export type ClassNumbers =
  | { readonly kind: "classes"; readonly names: readonly string[] }
  | {
      readonly kind: "wrong";
      readonly field: "splits" | "classes";
      readonly message: string;
      readonly why?: string;
      readonly help?: string;
    };

/**
 * Classes in the order of their numbers: `classInd.txt`'s where it exists, else that of the sorted folder names.
 * `named`: the classes that the lists name, sorted. `folders`: the class folders, sorted; undefined where they are not known.
 */
export function numberClasses(
  rule: ClassRule,
  named: readonly string[],
  index: ClassIndex | undefined,
  folders: readonly string[] | undefined,
): ClassNumbers {
  if (index?.kind === "unreadable") {
    const message = "classInd.txt has a line without a new number and name";
    return { kind: "wrong", field: "splits", message, why: `line ${index.line}: ${index.text}` };
  }
  const unknown = index === undefined ? [] : named.filter((name) => !index.names.includes(name));
  if (unknown.length > 0) {
    const message = `the lists name ${counted(unknown.length, "class", "classes")} that classInd.txt does not have`;
    return { kind: "wrong", field: "splits", message, why: firstThree(unknown) };
  }
  if (rule.from === "lists") {
    const names = index === undefined ? named : index.names.filter((name) => named.includes(name));
    if (names.length === rule.count) return { kind: "classes", names };
    const message = `the split lists name ${counted(names.length, "class", "classes")}, not ${rule.count}`;
    return { kind: "wrong", field: "classes", message, why: firstThree(names), help: `classes: ${names.length}` };
  }
  const names = index?.names ?? folders ?? named;
  // Without `classInd.txt` and folders there is nothing to count; that the folders are missing is said elsewhere.
  if (names.length === rule.count || (index === undefined && folders === undefined)) return { kind: "classes", names };
  const help = "take the official classInd.txt, or use ucf_layout for other videos in this layout";
  if (index !== undefined) {
    return {
      kind: "wrong",
      field: "splits",
      message: `classInd.txt has ${names.length} classes, not ${rule.count}`,
      help,
    };
  }
  const message = `there are ${counted(names.length, "class folder")}, not ${rule.count}`;
  return { kind: "wrong", field: "splits", message, why: "without classInd.txt they number the classes", help };
}
