// The shim on the real runtime when there are more requests than instances.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startWorkerd } from "./local/workerd.mjs";
import { ask, eventually } from "./testdata/client.mjs";
import { buildProgram } from "./testdata/program.mjs";

const MiB = 1024 * 1024;

/** A server with one instance: {get(path, options), has(stats)}. */
async function crowded(t, bindings, limits) {
  const data = await mkdtemp(join(tmpdir(), "crowd-"));
  const server = await startWorkerd({
    build: await buildProgram("go"),
    port: 0,
    data,
    bindings: { DEV: "1", ...bindings, POOL_LIMITS: { memory: 16 * MiB, ...limits } },
    log() {},
  });
  t.after(async () => {
    await server.stop();
    await rm(data, { recursive: true });
  });
  const get = (path, options) => ask(server.port, path, options);
  const has = (want) =>
    eventually(async () => assert.partialDeepStrictEqual((await get("/dev/edge")).json(), want));
  return { get, has };
}

/** Occupies the one instance; resolves with what lets it go. */
async function occupy({ get, has }) {
  const { promise, resolve } = Promise.withResolvers();
  const gone = assert.rejects(get("/sleep?ms=60000", { leave: promise }));
  await has({ busy: 1 });
  return () => (resolve(), gone);
}

function isBusy({ status, headers, json }) {
  assert.deepEqual([status, json().type], [503, "/problems/busy"]);
  assert.equal(headers["retry-after"], "2");
}

test("beyond the queue a request is told to come back", async (t) => {
  const server = await crowded(t, {}, { queue: 1 });
  const leave = await occupy(server);
  const waits = server.get("/served");
  await server.has({ queue: 1 });
  isBusy(await server.get("/served"));
  await leave();
  assert.equal((await waits).text, "1");
});

test("so is one that has waited long", async (t) => {
  const server = await crowded(t, {}, { wait: 50 });
  const leave = await occupy(server);
  isBusy(await server.get("/served"));
  await leave();
  await server.has({ busy: 0, queue: 0, refused: 1 });
});

test("an instance that is not given back is taken from its request", async (t) => {
  const server = await crowded(t, { LEASE: "50" });
  const lost = server.get("/sleep?ms=60000");
  await server.has({ busy: 1 });
  const others = []; // whoever comes when the lease has ended finds it so
  await eventually(async () => {
    others.push(server.get("/served"));
    assert.equal((await server.get("/dev/edge")).json().discarded, 1);
  });
  assert.equal((await lost).status, 500);
  for (const { status } of await Promise.all(others)) assert.equal(status, 200);
  await server.has({ busy: 0, idle: 1 });
});
