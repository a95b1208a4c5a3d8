/** What runs in the emitter's process: it answers each plan with its program. Nothing else of vcl loads ts-morph. */
import { emitProgram } from "../compiler/emit.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import { readText } from "./disk-host.ts";
import type { Answer } from "./emitter.ts";

process.on("message", (plan: Plan) => {
  // Whoever asked may have gone: then nobody wants the answer.
  process.send?.(answerTo(plan), undefined, undefined, () => {});
});

function answerTo(plan: Plan): Answer {
  try {
    return { emitted: emitProgram(plan, readText) };
  } catch (error) {
    return { error };
  }
}
