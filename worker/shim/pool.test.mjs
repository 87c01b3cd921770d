import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS, Overloaded, Pool } from "./pool.mjs";

const MiB = 1024 * 1024;
const LEASE = 1000;

/** A pool of instances that do nothing, with a clock of its own. */
function setup(limits = {}) {
  const clock = { now: 0 };
  const made = [];
  const start = () => {
    const instance = {
      dead: null,
      requests: 0,
      size: 16 * MiB,
      memory: () => instance.size,
      paused: () => 0,
    };
    instance.end = (reason) => (instance.dead ??= reason);
    made.push(instance);
    return instance;
  };
  const room = { memory: 32 * MiB, initialMemory: 16 * MiB };
  const pool = new Pool(start, { ...LIMITS, ...room, ...limits }, () => clock.now);
  const acquire = (options) => pool.acquire({ lease: LEASE, ...options });
  return { pool, acquire, made, clock };
}

/** What has become of a promise by now. */
async function state(promise) {
  let now = "waiting";
  promise.then(
    (value) => (now = value),
    (error) => (now = error),
  );
  await new Promise(setImmediate);
  return now;
}

test("an idle instance is used before another is started", async () => {
  const { pool, acquire, made } = setup();
  const first = await acquire();
  pool.release(first);
  assert.equal(await acquire(), first);
  assert.notEqual(await acquire(), first);
  assert.equal(made.length, 2);
});

test("memory bounds how many there are, and those who wait go in order of arrival", async () => {
  const { pool, acquire } = setup();
  const [a, b] = [await acquire(), await acquire()];
  const waiting = [acquire(), acquire(), acquire()];
  assert.equal(await state(waiting[0]), "waiting");
  pool.release(b);
  assert.equal(await state(waiting[0]), b);
  assert.equal(await state(waiting[1]), "waiting");
  pool.release(a);
  assert.equal(await waiting[1], a);
  pool.release(b);
  assert.equal(await waiting[2], b);
});

test("who arrives while others wait does not pass them", async () => {
  const { pool, acquire } = setup({ memory: 16 * MiB });
  const a = await acquire();
  const first = acquire();
  pool.release(a);
  const second = acquire();
  assert.equal(await first, a);
  assert.equal(await state(second), "waiting");
  pool.release(a);
  assert.equal(await second, a);
});

test("a full queue refuses", async () => {
  const { pool, acquire } = setup({ memory: 16 * MiB, queue: 1 });
  const a = await acquire();
  const first = acquire();
  await assert.rejects(acquire(), Overloaded);
  assert.equal(pool.stats().refused, 1);
  pool.release(a);
  await first;
});

test("so does a lane with too many in line, and nobody else", async () => {
  const { pool, acquire } = setup({ memory: 16 * MiB, lines: { body: 1 } });
  const a = await acquire();
  const first = acquire({ lane: "body" });
  await assert.rejects(acquire({ lane: "body" }), Overloaded);
  const others = [acquire(), acquire({ lane: "derive" }), acquire()];
  for (const next of [first, ...others]) {
    pool.release(a);
    assert.equal(await next, a);
  }
});

test("waiting ends after a while", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { pool, acquire } = setup({ memory: 16 * MiB });
  await acquire();
  const first = acquire();
  first.catch(() => {});
  await null;
  t.mock.timers.tick(LIMITS.wait - 1);
  assert.equal(await state(first), "waiting");
  t.mock.timers.tick(1);
  await assert.rejects(first, Overloaded);
  assert.equal(pool.stats().queue, 0);
});

test("who leaves the queue is not given an instance", async () => {
  const { pool, acquire } = setup({ memory: 16 * MiB });
  const a = await acquire();
  const client = new AbortController();
  const first = acquire({ signal: client.signal });
  const second = acquire();
  client.abort(new Error("left"));
  await assert.rejects(first, /left/);
  pool.release(a);
  assert.equal(await second, a);
  await assert.rejects(acquire({ signal: client.signal }), /left/);
});

test("a dead instance is replaced, for the one who waits too", async () => {
  const { pool, acquire, made } = setup({ memory: 16 * MiB });
  const a = await acquire();
  const next = acquire();
  a.end(new Error("trap"));
  pool.release(a);
  assert.notEqual(await next, a);
  pool.release(made[1]);
  made[1].end(new Error("died at rest"));
  assert.equal(await acquire(), made[2]);
  assert.equal(pool.stats().discarded, 2);
});

test("an instance is retired after many requests, and when it has grown", async () => {
  const { pool, acquire, made } = setup();
  for (const wear of [{ requests: LIMITS.retireRequests }, { size: LIMITS.retireMemory + 1 }]) {
    const instance = await acquire();
    pool.release(Object.assign(instance, wear));
    assert.match(instance.dead.message, /retired/);
  }
  assert.deepEqual([made.length, pool.stats().retired, pool.stats().idle], [2, 2, 0]);
});

test("one that has grown leaves less room for others", async () => {
  const { pool, acquire } = setup({ memory: 48 * MiB });
  const a = await acquire();
  a.size = 30 * MiB;
  await acquire();
  const third = acquire();
  assert.equal(await state(third), "waiting");
  pool.release(a);
  assert.notEqual(await third, a);
});

test("slow work leaves instances to the rest", async () => {
  const { pool, acquire } = setup({ lanes: { derive: 1 } });
  const slow = await acquire({ lane: "derive" });
  const waiting = acquire({ lane: "derive" });
  const quick = await acquire();
  const other = acquire();
  pool.release(quick);
  assert.equal(await other, quick);
  assert.equal(await state(waiting), "waiting");
  pool.release(slow);
  assert.equal(await waiting, slow);
});

test("an instance that is lent for longer is taken back later", async () => {
  const { pool, acquire, clock } = setup({ memory: 16 * MiB });
  const instance = await acquire();
  clock.now = LEASE - 1;
  pool.extend(instance, LEASE);
  clock.now = 2 * LEASE - 2;
  const waiting = acquire();
  assert.equal(await state(waiting), "waiting");
  assert.equal(instance.dead, null);
  clock.now = 2 * LEASE - 1;
  const next = acquire();
  assert.match(instance.dead.message, /did not give it back/);
  pool.release(await waiting);
  await next;
  pool.extend(instance, LEASE); // it is nobody's any more
});

test("an instance whose request is no more is taken back", async () => {
  const { pool, acquire, made, clock } = setup({ memory: 16 * MiB });
  const lost = await acquire();
  const waiting = acquire();
  clock.now = LEASE - 1;
  assert.equal(await state(waiting), "waiting");
  clock.now = LEASE;
  const later = acquire();
  assert.equal(await waiting, made[1]);
  pool.release(lost);
  assert.equal(await state(later), "waiting");
  pool.release(made[1]);
  assert.equal(await later, made[1]);
});

test("a start that fails fails the request alone", async () => {
  const { pool, acquire, made } = setup({ memory: 16 * MiB });
  const a = await acquire();
  const [second, third] = [acquire(), acquire()];
  made.push = () => {
    delete made.push;
    throw new Error("no start");
  };
  a.end(new Error("trap"));
  pool.release(a);
  await assert.rejects(second, /no start/);
  assert.equal(await third, made[1]);
});
