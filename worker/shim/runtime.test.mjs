// A runtime that cannot run the program says so before any request comes.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startWorkerd } from "./local/workerd.mjs";
import { buildProgram } from "./testdata/program.mjs";

for (const name of ["Suspending", "promising"])
  test(`without WebAssembly.${name} the Worker does not start`, async (t) => {
    const data = await mkdtemp(join(tmpdir(), "runtime-"));
    t.after(() => rm(data, { recursive: true }));
    const build = join(data, "build");
    await cp(await buildProgram("go"), build, { recursive: true });
    await writeFile(join(build, "less.mjs"), `delete WebAssembly.${name};`);
    await writeFile(
      join(build, "without.mjs"),
      'import "./less.mjs"; export * from "./entry.mjs";',
    );
    const server = startWorkerd({ build, entry: "without.mjs", port: 0, data, log: console.log });
    await assert.rejects(
      server,
      /This JavaScript runtime cannot run Ringfence: it has no .* \(JSPI/,
    );
  });
