// serve.mjs as a process: started, stopped, killed, started again.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { ask, eventually } from "./testdata/client.mjs";
import { buildProgram } from "./testdata/program.mjs";

const SERVE = fileURLToPath(new URL("serve.mjs", import.meta.url));

async function folder(t) {
  const data = await mkdtemp(join(tmpdir(), "serve-"));
  t.after(() => rm(data, { recursive: true }));
  return data;
}

/** Starts a process and resolves with {process, port} when its server is ready. */
async function start(command, args) {
  const process = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: process.stdout })) {
    const port = /^ringfence ready on http:\/\/localhost:(\d+)$/.exec(line)?.[1];
    if (port) return { process, port: Number(port) };
  }
  throw new Error("it ended before it was ready");
}

async function serve(data, ...more) {
  const build = await buildProgram("go");
  const options = ["--build", build, "--data", data, "--port", "0", "--dev", "--no-seed"];
  return [SERVE, ...options, ...more];
}

test("stopped and started again it has kept everything", async (t) => {
  const data = await folder(t);
  for (const [signal, count, code] of [
    ["SIGTERM", "1", 0],
    ["SIGINT", "2", 0],
    ["SIGKILL", "3", null],
    ["SIGTERM", "4", 0],
  ]) {
    const server = await start(process.execPath, await serve(data));
    assert.equal((await ask(server.port, "/count?tenant=kept")).text, count);
    server.process.kill(signal);
    assert.equal((await once(server.process, "exit"))[0], code);
    await eventually(() => assert.rejects(ask(server.port, "/served")));
  }
  assert.equal((await stat(join(data, "secrets.json"))).mode & 0o777, 0o600);
});

test("the local default has secrets of its own, the same each time, and can do without", async (t) => {
  const data = await folder(t);
  const secrets = [];
  for (const more of [[], [], ["--unset", "MASTER_KEY"]]) {
    const server = await start(process.execPath, await serve(data, ...more));
    secrets.push((await ask(server.port, "/env?name=MASTER_KEY")).text);
    assert.equal((await ask(server.port, "/env?name=BASE_DOMAIN")).text, '"localhost"');
    server.process.kill();
    await once(server.process, "exit");
  }
  assert.match(secrets[0], /^"[A-Za-z0-9+/]{43}="$/);
  assert.deepEqual(secrets.slice(1), [secrets[0], '""']);
});

test("with --with-parent it ends when its parent does", async (t) => {
  const args = await serve(await folder(t), "--with-parent");
  const parent = `import("node:child_process").then(({ spawn }) => spawn(process.execPath, process.argv.slice(1), { stdio: "inherit" }))`;
  const server = await start(process.execPath, ["-e", parent, ...args]);
  assert.equal((await ask(server.port, "/served")).text, "1");
  server.process.kill("SIGKILL");
  await eventually(() => assert.rejects(ask(server.port, "/served")));
});
