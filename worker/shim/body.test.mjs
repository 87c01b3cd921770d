import assert from "node:assert/strict";
import { test } from "node:test";
import { Bodies, Crowded, LIMITS, Late, Unfinished } from "./body.mjs";

const small = { ...LIMITS, part: 4096, held: 8192 };

/** A body that the test sends: {body, send(bytes), end(), fail(error), left()}. */
function incoming(bodies, headers = {}) {
  let controller;
  let left = false;
  const stream = new ReadableStream({
    start: (it) => (controller = it),
    cancel: () => (left = true),
  });
  const request = new Request("http://a.localhost/", {
    method: "POST",
    body: stream,
    duplex: "half",
    headers,
  });
  return {
    body: bodies.of(request),
    send: (size) => controller.enqueue(Buffer.alloc(size, "x")),
    end: () => controller.close(),
    fail: (error) => controller.error(error),
    left: () => left,
  };
}

/** Lets everything run that can. */
const settled = () => new Promise(setImmediate);

test("a body comes in parts, and then nothing", async () => {
  const bodies = new Bodies(small);
  const { body, send, end } = incoming(bodies);
  for (const size of [1, 5000, 4096, 7]) send(size);
  end();
  const sizes = [];
  for (let i = 0; i < 4; i++) sizes.push((await body.next()).length);
  assert.deepEqual([sizes, body.ended], [[5001, 4096, 7, 0], true]);
});

test("of a body whose length is known the end is known", async () => {
  const { body, send } = incoming(new Bodies(small), { "Content-Length": "3" });
  send(3);
  assert.deepEqual([(await body.next()).length, body.ended], [3, true]);
  for (const empty of [{ method: "GET" }, { method: "POST" }]) {
    const none = new Bodies(small).of(new Request("http://a.localhost/", empty));
    assert.deepEqual([none.ended, (await none.next()).length], [true, 0]);
  }
});

test("memory is taken as bytes come, and given back", async () => {
  const bodies = new Bodies();
  const { body, send, left } = incoming(bodies, { "Content-Length": "10485760" });
  const part = body.next();
  await settled();
  assert.equal(bodies.stats().bodies, 0);
  for (let i = 0; i < 2000; i++) send(1);
  await settled();
  assert.deepEqual(bodies.stats(), { senders: 1, bodies: 2048 });
  send(LIMITS.part);
  await part;
  body.close();
  assert.deepEqual([bodies.stats(), left()], [{ senders: 0, bodies: 0 }, true]);
});

test("beyond the bound the one that is awaited for longest is given up", async () => {
  const bodies = new Bodies(small);
  const done = incoming(bodies, { "Content-Length": "4000" });
  done.send(4000); // waits for an instance: not awaited any more
  await done.body.next();
  const all = Array.from({ length: 5 }, () => incoming(bodies));
  const parts = all.map(({ body }) => body.next());
  const givenUp = assert.rejects(parts[0], Crowded);
  for (const { send } of all) {
    send(1);
    await settled();
  }
  await givenUp;
  assert.deepEqual(bodies.stats(), { senders: 5, bodies: 4000 + 4 * 1024 });
  for (const { send, end } of all.slice(1)) {
    send(10);
    end();
  }
  const came = await Promise.all(parts.slice(1));
  assert.deepEqual(
    came.map(({ length }) => length),
    [11, 11, 11, 11],
  );
});

test("what a request that is no more has held is free again", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const bodies = new Bodies(small);
  const whole = async () => {
    const { body, send } = incoming(bodies, { "Content-Length": "4096" });
    send(4096);
    return (await body.next()).length;
  };
  await whole();
  await whole();
  await assert.rejects(whole(), Crowded);
  assert.equal(bodies.stats().bodies, 8192);
  t.mock.timers.tick(LIMITS.lease);
  assert.equal(await whole(), 4096);
  assert.deepEqual(bodies.stats(), { senders: 2, bodies: 8192 });
});

test("the first part has its time, and the rest its own", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const bodies = new Bodies(small);
  const never = incoming(bodies);
  const first = never.body.next();
  t.mock.timers.tick(LIMITS.first - 1);
  never.send(1);
  await settled();
  t.mock.timers.tick(1);
  await assert.rejects(first, Late);

  const stops = incoming(bodies);
  stops.send(4096);
  await stops.body.next();
  t.mock.timers.tick(LIMITS.rest * 2); // as long as the program likes
  const rest = stops.body.next();
  t.mock.timers.tick(LIMITS.rest - 1);
  stops.send(4096);
  await rest;
  const more = stops.body.next(); // what has come is worth time for what is to come
  t.mock.timers.tick(LIMITS.each);
  stops.send(4096);
  await more;
  const last = stops.body.next();
  t.mock.timers.tick(LIMITS.each);
  stops.send(1);
  await settled();
  t.mock.timers.tick(1);
  await assert.rejects(last, Late);
});

test("a client that stops half-way is told from one that ends", async () => {
  const { body, send, fail } = incoming(new Bodies(small));
  send(1);
  const part = body.next();
  await settled();
  fail(new Error("connection lost"));
  await assert.rejects(part, Unfinished);
});
