import assert from "node:assert/strict";
import { test } from "node:test";

import { Broken, LIMITS, Slow, bytesHeld, readRequest } from "./message.mjs";
import { Overloaded } from "./pool.mjs";

const small = { body: 11, held: 40, time: 10_000 };

/** A request whose body is what feed gives. */
function post(feed) {
  const body = new ReadableStream(feed);
  return new Request("https://north.test/", { method: "POST", body, duplex: "half" });
}

/** A body that sends its parts and ends, or waits for ever. */
const sends = (parts, ends = true) => ({
  start(controller) {
    for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
    if (ends) controller.close();
  },
});

function text({ body, release }) {
  release();
  return new TextDecoder().decode(body);
}

test("a body comes whole, in parts, or not at all", async () => {
  assert.equal(text(await readRequest(post(sends(["ab", "", "cde"])))), "abcde");
  assert.equal(text(await readRequest(post(sends([])))), "");
  assert.equal(text(await readRequest(new Request("https://north.test/"))), "");
  assert.equal(bytesHeld(), 0);
});

test("one byte more than is taken is handed on", async () => {
  const { body, release } = await readRequest(post(sends(["123456", "789012", "345"])), small);
  assert.equal(body.length, small.body);
  assert.equal(bytesHeld(), small.body);
  release();
  assert.equal(bytesHeld(), 0);
});

test("nothing is set aside for what does not come", async () => {
  let fail;
  const waiting = readRequest(
    post({
      start(controller) {
        controller.enqueue(new Uint8Array(1));
        fail = () => controller.error(new Error("gone"));
      },
    }),
  );
  while (bytesHeld() === 0) await new Promise(setImmediate);
  assert.equal(bytesHeld(), 1);
  fail();
  await assert.rejects(waiting, Broken);
  assert.equal(bytesHeld(), 0);
});

test("a body that does not end is given up", async () => {
  let cancelled = false;
  const feed = { ...sends(["a"], false), cancel: () => void (cancelled = true) };
  await assert.rejects(readRequest(post(feed), { ...small, time: 1 }), Slow);
  assert.ok(cancelled);
  assert.equal(bytesHeld(), 0);
});

test("all bodies together are bounded", async () => {
  const fails = [];
  const waiting = [1, 2, 3, 4].map(() =>
    readRequest(
      post({
        start(controller) {
          controller.enqueue(new Uint8Array(10));
          fails.push(() => controller.error(new Error("gone")));
        },
      }),
      small,
    ),
  );
  while (bytesHeld() < small.held) await new Promise(setImmediate);
  await assert.rejects(readRequest(post(sends(["x"])), small), Overloaded);
  assert.equal(bytesHeld(), small.held);
  for (const fail of fails) fail();
  for (const one of waiting) await assert.rejects(one, Broken);
  assert.equal(bytesHeld(), 0);
  assert.ok(LIMITS.held + LIMITS.body < 32 * 1024 * 1024);
});
