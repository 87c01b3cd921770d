// Runs a program that TinyGo has compiled: node run.mjs WASM_EXEC PROGRAM, where
// WASM_EXEC is the compiler's targets/wasm_exec.js.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { Tasks } from "../shim/tasks.mjs";

const [glue, program] = process.argv.slice(2);
await import(pathToFileURL(glue));

const fail = (error) => {
  console.error(error);
  process.exit(1);
};
const tasks = new Tasks(() => {}, fail);
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(await readFile(program), {
  ...go.importObject,
  tinygo: tasks.imports,
});
tasks.attach(instance.exports);
go.run(instance);
