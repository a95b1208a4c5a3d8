import { expect, test } from "vitest";
import { treeFromJson, treeToJson } from "../../../src/cli/plain-tree.ts";
import { stdlibFiles } from "../../../src/cli/stdlib-files.ts";
import { parse } from "../../../src/language/syntax/parse.ts";

test.each(stdlibFiles().map((file) => [file.path, file] as const))("the tree of %s survives", (_, file) => {
  const { tree } = parse(file);
  const back = treeFromJson(treeToJson(tree), file);
  expect(back).toEqual(tree);
  expect(back.decls[0]?.span.file).toBe(file);
});
