import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readCheckpointFile,
  readCheckpointHeader,
  type TensorSource,
  writeCheckpointFile,
} from "../../../src/runtime/trainer/checkpoint_file.ts";
import { scratchFolder } from "./helpers.ts";

const folder = scratchFolder();

const tensor = (name: string, values: readonly number[], shape = [values.length]): TensorSource => ({
  name,
  shape,
  read: async () => Float32Array.from(values),
});

describe("a checkpoint file", () => {
  it("gives back header and tensors to the bit", async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.array(fc.array(fc.float(), { maxLength: 40 }), { maxLength: 5 }),
        async (header, lists) => {
          const path = folder(`roundtrip-${n++}.ckpt`);
          const { tensors: _, ...rest } = JSON.parse(JSON.stringify(header));
          await writeCheckpointFile(
            path,
            rest,
            lists.map((values, i) => tensor(`parameter/t${i}`, values)),
          );
          const read = await readCheckpointFile(path);
          expect({ ...read.header, tensors: 0 }).toEqual({ ...rest, tensors: 0 });
          expect([...read.tensors.values()].map(({ values }) => values)).toEqual(
            lists.map((list) => Float32Array.from(list)),
          );
          const { tensors: entries } = await readCheckpointHeader(path);
          expect(entries).toEqual(read.header.tensors);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("has the layout that docs/checkpoints.md describes", async () => {
    const path = folder("layout.ckpt");
    await writeCheckpointFile(path, { format: 1 }, [tensor("a", [1.5, -2], [1, 2]), tensor("b", [3])]);
    const file = readFileSync(path);
    expect(file.subarray(0, 8).toString("latin1")).toBe("vclckpt1");
    const data = 16 + Number(file.readBigUInt64LE(8));
    expect(data % 64).toBe(0);
    const header = JSON.parse(file.subarray(16, data).toString("utf8"));
    expect(header.tensors).toEqual([
      { name: "a", shape: [1, 2], dtype: "float32", offset: 0, bytes: 8 },
      { name: "b", shape: [1], dtype: "float32", offset: 64, bytes: 4 },
    ]);
    expect([file.readFloatLE(data), file.readFloatLE(data + 4), file.readFloatLE(data + 64)]).toEqual([1.5, -2, 3]);
    expect(file.length).toBe(data + 128 + 32);
  });

  it("says so when it is cut off, at whatever byte", async () => {
    const path = folder("cut.ckpt");
    await writeCheckpointFile(path, { format: 1 }, [tensor("a", [1, 2, 3])]);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(readCheckpointFile(path), `${length} bytes`).rejects.toMatchObject({
        name: "RunError",
        code: "V0908",
        message: expect.stringMatching(
          length < 8 ? /not a checkpoint of vcl|cut off/ : /is cut off: \d+ of at least \d+ bytes/,
        ),
      });
    }
  });

  it("says so when any byte is damaged", async () => {
    const path = folder("damaged.ckpt");
    await writeCheckpointFile(path, { format: 1 }, [tensor("a", [1, 2, 3])]);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 5) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 16, at);
      writeFileSync(path, damaged);
      await expect(readCheckpointFile(path), `byte ${at}`).rejects.toMatchObject({ name: "RunError", code: "V0908" });
    }
  });

  it("is told apart from other files", async () => {
    const other = folder("other.ckpt");
    writeFileSync(other, "PK\u0003\u0004 a zip file, as torch writes them");
    await expect(readCheckpointFile(other)).rejects.toThrow(/other\.ckpt is not a checkpoint of vcl/);
    await expect(readCheckpointHeader(other)).rejects.toThrow(/is not a checkpoint of vcl/);
    await expect(readCheckpointFile(folder("gone.ckpt"))).rejects.toThrow(/there is no such file/);
    mkdirSync(folder("folder.ckpt"));
    await expect(readCheckpointFile(folder("folder.ckpt"))).rejects.toThrow(/it is a folder/);
  });
});

describe("writing a checkpoint", () => {
  it("leaves the old one and no temporary file when the disk fills up at whatever write", async () => {
    const path = join(folder("full"), "last.ckpt");
    const tensors = [tensor("a", [1, 2, 3]), tensor("b", [4])];
    await writeCheckpointFile(path, { format: 1, n: 1 }, tensors);
    const before = readFileSync(path);
    for (let room = 0; room < 5; room++) {
      const full = async (temporary: string) => {
        const file = await open(temporary, "w");
        let writes = 0;
        return {
          writeFile: async (data: never) => {
            if (writes++ === room)
              throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
            await file.writeFile(data);
          },
          sync: () => file.sync(),
          close: () => file.close(),
        };
      };
      await expect(writeCheckpointFile(path, { format: 1, n: 2 }, tensors, full)).rejects.toMatchObject({
        name: "RunError",
        message: expect.stringMatching(/^cannot write the checkpoint .*last\.ckpt: there is no space left on the disk/),
        help: expect.stringContaining("--out"),
      });
      expect(readFileSync(path)).toEqual(before);
      expect(readdirSync(folder("full"))).toEqual(["last.ckpt"]);
    }
  });

  it("says what is in the way", async () => {
    writeFileSync(folder("file"), "");
    await expect(writeCheckpointFile(join(folder("file"), "a.ckpt"), {}, [])).rejects.toThrow(/a file is in the way/);
    mkdirSync(join(folder("taken"), "a.ckpt", "b"), { recursive: true });
    await expect(writeCheckpointFile(join(folder("taken"), "a.ckpt"), {}, [])).rejects.toThrow(
      /cannot write the checkpoint/,
    );
    expect(existsSync(join(folder("taken"), "a.ckpt.tmp"))).toBe(false);
  });
});
