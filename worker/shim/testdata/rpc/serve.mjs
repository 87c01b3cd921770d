// Starts rpc.mjs over the real Durable Object: serve.mjs DIR. Prints its port
// and ends when its standard input does.

import { cp, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startWorkerd } from "../../local/workerd.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const build = await mkdtemp(join(process.argv[2], "build-"));
for (const name of ["database.mjs", "statement.mjs", "chain.mjs"])
  await cp(here(`../../${name}`), join(build, name));
await cp(here("rpc.mjs"), join(build, "rpc.mjs"));

const data = join(process.argv[2], "data");
const { port, stop } = await startWorkerd({
  build,
  entry: "rpc.mjs",
  port: 0,
  data,
  log: console.error,
});
console.log(port);
process.stdin.resume().once("end", async () => {
  await stop();
  process.exit(0);
});
