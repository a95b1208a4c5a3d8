/** Decides where lines end: each group is written flat where it fits into what is left of its line. */
import { type Doc, flatWidth, isList, type Part, startWidth } from "./doc.ts";
import { belowEachOther } from "./rows.ts";
import { INDENT, WIDTH } from "./style.ts";

/** A line, and the comment at its end. */
export interface Line {
  readonly text: string;
  readonly comment?: string;
}

interface Task {
  readonly doc: Doc;
  readonly indentation: number;
  readonly broken: boolean;
}

export function print(doc: Doc): readonly Line[] {
  const sheet = new Sheet();
  // A stack and no recursion: docs may be deep.
  const tasks: Task[] = [{ doc, indentation: 0, broken: true }];
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { indentation, broken } = task;
    const push = (next: Doc, change: Partial<Task> = {}): void => void tasks.push({ ...task, ...change, doc: next });
    if (typeof task.doc === "string") sheet.write(task.doc);
    else if (isList(task.doc)) for (let at = task.doc.length - 1; at >= 0; at -= 1) push(task.doc[at] ?? "");
    else {
      const part: Part = task.doc;
      switch (part.kind) {
        case "line":
          if (broken) sheet.newLine(indentation);
          else sheet.write(part.flat);
          break;
        case "hard":
          if (part.blank) sheet.newLine(0);
          sheet.newLine(indentation);
          break;
        case "indent":
          push(part.doc, { indentation: indentation + INDENT });
          break;
        case "group":
          push(part.doc, { broken: broken && flatWidth(part.doc) + widthBehind(tasks) > WIDTH - sheet.column });
          break;
        case "comment":
          sheet.remark(part.text);
          break;
        case "fill":
          fill(sheet, part.items, task);
          break;
        case "rows":
          push(broken || part.onOneLine === undefined ? belowEachOther(part, indentation) : part.onOneLine);
      }
    }
  }
  return sheet.end();
}

/** Columns of what follows up to the next place for a line break. */
function widthBehind(tasks: readonly Task[]): number {
  let width = 0;
  for (let at = tasks.length - 1; at >= 0; at -= 1) {
    const task = tasks[at];
    if (!task) break;
    const start = task.broken ? startWidth(task.doc) : { width: flatWidth(task.doc), breaks: false };
    width += start.width;
    if (start.breaks || width > WIDTH) break;
  }
  return width;
}

function fill(sheet: Sheet, items: readonly Doc[], { indentation, broken }: Task): void {
  items.forEach((item, at) => {
    const text = plain(item);
    const comma = broken || at < items.length - 1 ? "," : "";
    if (at > 0 && broken && sheet.column + 1 + flatWidth(item) + comma.length > WIDTH) sheet.newLine(indentation);
    else if (at > 0) sheet.write(" ");
    sheet.write(text + comma);
  });
}

/** The text of a doc without places for line breaks. */
function plain(doc: Doc): string {
  if (typeof doc === "string") return doc;
  return isList(doc) ? doc.map(plain).join("") : "";
}

class Sheet {
  column = 0;
  private text = "";
  private comment: string | undefined;
  private readonly lines: Line[] = [];

  write(text: string): void {
    if (text === "") return;
    if (this.comment !== undefined) throw new Error("nothing can follow a comment on its line");
    this.text += text;
    this.column += flatWidth(text);
  }

  remark(comment: string): void {
    if (this.comment !== undefined) throw new Error("a line has one comment");
    this.comment = comment;
  }

  newLine(indentation: number): void {
    const { comment } = this;
    this.lines.push({ text: this.text.trimEnd(), ...(comment !== undefined && { comment }) });
    this.text = " ".repeat(indentation);
    this.column = indentation;
    this.comment = undefined;
  }

  end(): readonly Line[] {
    this.newLine(0);
    return this.lines;
  }
}
