/** `npm run bench [name …]`: every `bench/*.mjs` prints its own lines; with names, only those that contain one of them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { show } from "./command.mjs";
import { main, SetupError } from "./console.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./root.mjs";

await main(async (names) => {
  const wanted = (file) =>
    file.endsWith(".bench.mjs") && (names.length === 0 || names.some((name) => file.includes(name)));
  const files = readdirSync(join(root, "bench")).filter(wanted).sort();
  if (files.length === 0) throw new SetupError(`no benchmark is called ${names.join(" or ")}`);
  await prepare();
  let failed = 0;
  for (const file of files) {
    console.log(`\n${file.replace(".bench.mjs", "")}`);
    if ((await show(process.execPath, [join(root, "bench", file)], { cwd: root })) !== 0) failed++;
  }
  return failed === 0 ? 0 : 1;
});
