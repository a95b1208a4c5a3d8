/** `npm start`: sets vcl up and trains the quickstart, whose sample videos are made on first use. */
import { join } from "node:path";
import { show } from "./command.mjs";
import { main } from "./console.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./root.mjs";

await main(async (args) => {
  await prepare();
  const command = ["train", "examples/quickstart.vcl", ...args];
  console.log(`\n$ npx vcl ${command.join(" ")}\n`);
  return show(process.execPath, [join(root, "bin", "vcl.js"), ...command], { cwd: root });
});
