import "@tensorflow/tfjs-backend-cpu";
import { version_cpu } from "@tensorflow/tfjs-backend-cpu";
import { enableProdMode, ready, setBackend } from "@tensorflow/tfjs-core";
import type { Engine } from "../engine.ts";
import { setOperations } from "../operations.ts";
import { portable } from "../portable/index.ts";
import * as pool from "./pool.ts";

/** tfjs's plain JavaScript backend: slow, and the reference for the others. */
export async function openCpu(): Promise<Engine> {
  // Keeps tfjs from greeting the user and from recommending packages.
  enableProdMode();
  setOperations("cpu", { ...portable, ...pool });
  await setBackend("cpu");
  await ready();
  return { name: "cpu", backend: "cpu", version: version_cpu, device: "JavaScript, one thread", threads: 1 };
}
