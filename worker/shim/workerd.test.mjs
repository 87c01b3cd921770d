// The shim on the real runtime, with a program that does what must not happen
// (testdata/program), under either compiler.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startWorkerd } from "./local/workerd.mjs";
import { ask, eventually, listen, send } from "./testdata/client.mjs";
import { buildProgram } from "./testdata/program.mjs";

for (const compiler of ["go", "tinygo"]) describe(compiler, () => suite(compiler));

function suite(compiler) {
  const log = [];
  let build, data, server;
  const get = (path, options) => ask(server.port, path, options);
  const stats = async () => (await get("/dev/edge")).json();
  const logged = (pattern) => log.filter((line) => pattern.test(line)).length;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "shim-"));
    build = await buildProgram(compiler);
    server = await start({ DEV: "1" });
  });

  function start(bindings) {
    return startWorkerd({ build, port: 0, data, bindings, log: (line) => log.push(line) });
  }

  /** A server of a test's own, stopped with it. */
  async function another(t, bindings) {
    const own = await start(bindings);
    t.after(() => own.stop());
    return own;
  }

  after(async () => {
    await server.stop();
    await rm(data, { recursive: true });
  });

  /** Every instance is at rest again, and none is lost. */
  async function rested() {
    await has({ busy: 0, queue: 0 });
  }

  test("a request arrives whole, and so does its answer", async () => {
    const headers = { "CF-Connecting-IP": "2001:db8::1", "X-Two": ["a", "b"] };
    const answer = await get("/echo?q=%20x", { method: "POST", body: "h\u00e9\u0000", headers });
    assert.equal(answer.status, 418);
    assert.equal(
      answer.text,
      'POST northgate.localhost /echo?q=%20x [2001:db8::1]:0 false "h\u00e9\\x00"',
    );
    assert.deepEqual(answer.headers["set-cookie"], ["a=1", "b=2"]);
    assert.equal(answer.headers["x-broken"], "one  X-Injected: two");
    assert.equal(answer.headers["x-injected"], undefined);
  });

  test("a body arrives whole, however long, and as far as it is read", async () => {
    for (const size of [1, 65_535, 65_536, 65_537, 3 * 1024 * 1024]) {
      const body = Buffer.alloc(size, "x");
      assert.equal((await get("/size", { method: "POST", body })).text, String(size));
      const headers = { "Transfer-Encoding": "chunked" };
      assert.equal((await get("/size", { method: "POST", body, headers })).text, String(size));
      assert.equal(
        (await get("/size?most=9", { method: "POST", body })).text,
        String(Math.min(size, 9)),
      );
    }
    await rested();
  });

  test("bodies that do not come hold no instance, little memory, and not for ever", async (t) => {
    const slow = await another(t, { DEV: "1", BODY_LIMITS: { first: 500, held: 4096 } });
    const state = async () => (await ask(slow.port, "/dev/edge")).json();
    const unfinished = [];
    for (let i = 0; i < 9; i++) {
      unfinished.push(send(slow.port, ["a"]));
      if (i < 4) await eventually(async () => assert.equal((await state()).senders, i + 1));
    }
    const answer = await ask(slow.port, "/echo", { method: "POST", body: "quick" });
    assert.match(answer.text, /"quick"$/);
    assert.ok((await state()).bodies <= 4096);
    const statuses = (await Promise.all(unfinished)).map(({ status }) => status);
    assert.deepEqual(new Set(statuses), new Set([408, 503]));
    assert.partialDeepStrictEqual(await state(), { senders: 0, bodies: 0, busy: 0 });
  });

  test("of a large body that stops half-way the program is told, at its time", async (t) => {
    const slow = await another(t, { DEV: "1", BODY_LIMITS: { rest: 200 } });
    const large = "x".repeat(100_000);
    const late = Array.from({ length: 8 }, () => send(slow.port, [large]));
    const quick = await Promise.all(Array.from({ length: 8 }, () => ask(slow.port, "/served")));
    assert.deepEqual(new Set(quick.map(({ status }) => status)), new Set([200]));
    for (const { text } of await Promise.all(late)) assert.match(text, /i\/o timeout/);
    const unread = await send(slow.port, [large], "/served");
    assert.equal(unread.status, 200);
  });

  test("a body that ends before its end is refused", async () => {
    const length = 200_000;
    const short = await send(server.port, ["x"], "/size", { length, end: true });
    assert.deepEqual([short.status, short.json().type], [400, "/problems/invalid-request"]);
    const long = await send(server.port, ["x".repeat(100_000)], "/size", { length, end: true });
    assert.match(long.text, /unexpected EOF/);
    await rested();
  });

  test("an answer is sent in parts, whole, with its length where that is known", async () => {
    for (const length of ["", "1"]) {
      const { text, headers } = await get(
        `/stream?parts=12&size=1000000&length=${length}&end=${length ? "" : "end"}`,
      );
      assert.equal(text.length, 12_000_000 + (length ? 0 : 3));
      assert.equal(headers["content-length"], length ? "12000000" : undefined);
    }
    await rested();
  });

  test("an answer waits for its client, and ends when that leaves", async () => {
    log.length = 0;
    const slow = await listen(server.port, "/stream?parts=64&size=1000000&id=slow");
    await has({ busy: 1, answers: 1 });
    assert.ok(logged(/sent: slow/) < 64);
    slow.destroy();
    await eventually(() => assert.equal(logged(/broken: slow/), 1));
    await rested();
  });

  test("an answer that is broken off is not taken for whole", async () => {
    for (const query of ["break=2", "break=2&length=1"])
      await assert.rejects(get(`/stream?parts=4&size=100000&${query}`), query);
    assert.equal((await get("/stream?parts=4&size=1&break=0")).status, 500); // nothing was sent yet
    await rested();
  });

  test("an instance that dies while it sends costs that answer alone", async () => {
    const { discarded } = await stats();
    const failures = logged(/"no answer"/);
    await assert.rejects(get("/stream?parts=4&size=100000&panic=2"));
    await eventually(() => assert.equal(logged(/"no answer"/), failures + 1));
    assert.equal((await get("/served")).status, 200);
    await has({ busy: 0, queue: 0, answers: 0, discarded: discarded + 1 });
  });

  test("where several wait for their clients one of them is given up", async (t) => {
    const crowded = await another(t, { DEV: "1", ANSWER_LIMITS: { slow: 1000 } });
    const waiting = async (n) =>
      eventually(async () =>
        assert.equal((await ask(crowded.port, "/dev/edge")).json().answers, n),
      );
    log.length = 0;
    const clients = [];
    for (let id = 0; id < 3; id++) {
      clients.push(await listen(crowded.port, `/stream?parts=64&size=1000000&id=slow${id}`));
      await waiting(id + 1);
    }
    await eventually(async () => {
      const quick = await ask(crowded.port, "/stream?parts=2&size=1000000&length=1");
      assert.equal(quick.text.length, 2_000_000);
      assert.equal(logged(/broken: slow/), 1);
    });
    for (const client of clients) client.destroy();
    await waiting(0);
  });

  test("a client that does not take its answer is given up", async (t) => {
    const hasty = await another(t, { DEV: "1", ANSWER_LIMITS: { part: 100 } });
    log.length = 0;
    const slow = await listen(hasty.port, "/stream?parts=64&size=1000000&id=stalled");
    await eventually(() => assert.equal(logged(/broken: stalled/), 1));
    slow.destroy();
  });

  test("files are kept, found in order, and removed", async () => {
    const file = (query, body) => get(`/file?do=${query}`, { method: "POST", body });
    const content = Buffer.alloc(1_100_000, "sealed");
    for (const key of ["uk/t1/b/000000", "uk/t1/a/000001", "uk/t1/a/000000", "eu/t2/a/000000"])
      assert.equal((await file(`put&key=${key}`, content)).text, "");
    assert.equal((await file("get&key=uk/t1/a/000000")).text, content.toString());
    assert.match((await file("get&key=uk/t2/a/000000")).text, /no such object/);
    assert.match((await file("get&key=../secrets")).text, /malformed key/);
    const listed = async (query) => (await file(`list&key=${query}`)).text;
    const all = "uk/t1/a/000000 true\nuk/t1/a/000001 true\nuk/t1/b/000000 true\n";
    assert.equal(await listed("uk/t1/"), all);
    assert.equal(await listed("uk/t1/&after=uk/t1/a/000001"), "uk/t1/b/000000 true\n");
    assert.equal(await listed("eu/t2/"), "eu/t2/a/000000 true\n");
    assert.equal(await listed("uk/t3/"), "");
    await file("delete&key=uk/t1/a/000000,uk/t1/b/000000,uk/none");
    assert.equal(await listed("uk/t1/"), "uk/t1/a/000001 true\n");
    await rested();
  });

  test("an unset variable is empty", async () => {
    assert.equal((await get("/env?name=DEV")).text, '"1"');
    assert.equal((await get("/env?name=NOT_SET")).text, '""');
  });

  test("static files are served, to be kept for ever", async () => {
    const { status, text, headers } = await get("/assets/a.css");
    assert.deepEqual([status, text], [200, "p {}\n"]);
    assert.match(headers["cache-control"], /immutable/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal((await get("/assets/none.css")).text, "404 page not found\n");
  });

  for (const path of ["/panic", "/sleep?ms=20&panic=1", "/overflow"])
    test(`${path} costs its own request alone`, async () => {
      const others = Array.from({ length: 4 }, (_, id) => get(`/sleep?ms=200&id=${id}`));
      const failures = logged(/"no answer"/);
      const answer = await get(path);
      assert.equal(answer.status, 500);
      assert.equal(answer.headers["content-type"], "application/problem+json");
      assert.equal(answer.json().type, "/problems/internal-error");
      assert.equal(answer.json().instance, answer.headers["x-request-id"]);
      assert.deepEqual(
        (await Promise.all(others)).map(({ text }) => text),
        ["0", "1", "2", "3"],
      );
      assert.equal((await get("/served")).status, 200);
      await eventually(() => assert.equal(logged(/"no answer"/), failures + 1));
      await rested();
    });

  test("a request that never ends is ended at its deadline", async (t) => {
    const hasty = await another(t, { DEV: "1", DEADLINE: "100" });
    const answer = await ask(hasty.port, "/sleep?ms=60000");
    assert.deepEqual([answer.status, answer.text], [503, "left\n"]);
    assert.equal((await ask(hasty.port, "/forever")).status, 500);
    const { discarded, idle, busy } = (await ask(hasty.port, "/dev/edge")).json();
    assert.deepEqual([discarded, idle, busy], [1, 0, 0]);
    assert.equal((await ask(hasty.port, "/served")).text, "1");
  });

  /** Occupies every instance; resolves with functions that let them go. */
  async function occupy() {
    const held = [];
    for (let id = 0; id < 6; id++) {
      const { promise, resolve } = Promise.withResolvers();
      const gone = assert.rejects(get(`/sleep?ms=60000&id=holder${id}`, { leave: promise }));
      held.push(() => (resolve(), gone));
      await has({ busy: id + 1 });
    }
    return held;
  }

  /** Asks as many times as there are instances, which all come free at once; resolves with the texts. */
  async function askAll(path) {
    const held = await occupy();
    const answers = Promise.all(held.map(() => get(path)));
    await has({ queue: held.length });
    await Promise.all(held.map((leave) => leave()));
    return (await answers).map(({ text }) => text);
  }

  /** Waits until the pool has as many busy instances or waiting requests. */
  async function has(want) {
    await eventually(async () => assert.partialDeepStrictEqual(await stats(), want));
  }

  test("requests beyond the number of instances are answered in order of arrival", async () => {
    const held = await occupy();
    const order = [];
    const waiting = [];
    for (let id = 0; id < 8; id++) {
      waiting.push(get(`/sleep?ms=1&id=${id}`).then(({ text }) => order.push(text)));
      await has({ queue: id + 1 });
    }
    await held.pop()();
    await Promise.all(waiting);
    assert.equal(order.join(), "0,1,2,3,4,5,6,7");
    await Promise.all(held.map((leave) => leave()));
    await rested();
  });

  test("a client that leaves gives up its place, in the queue or in an instance", async () => {
    const { discarded } = await stats();
    const held = await occupy();
    const { promise, resolve } = Promise.withResolvers();
    const impatient = assert.rejects(get("/sleep?ms=1&id=impatient", { leave: promise }));
    await has({ queue: 1 });
    const patient = get("/sleep?ms=1&id=patient");
    await has({ queue: 2 });
    resolve();
    await impatient;
    await has({ queue: 1, busy: 6 });
    log.length = 0;
    await held.pop()();
    assert.equal((await patient).text, "patient");
    await Promise.all(held.map((leave) => leave()));
    await rested();
    await eventually(() => assert.equal(logged(/^left: holder/), 6));
    assert.equal((await stats()).discarded, discarded);
    assert.equal(logged(/"no answer"/), 0);
  });

  test("what one instance sets another gets", async () => {
    const path = "/get?key=%C3%A9";
    assert.deepEqual(await askAll(path), Array(6).fill('""'));
    await get("/set?key=%C3%A9&value=%00%C3%A9");
    await get("/set?key=empty&value=");
    assert.deepEqual(await askAll(path), Array(6).fill('"\\x00é"'));
    assert.equal((await get("/get?key=empty")).text, '""');
    assert.equal((await get("/get?key=e")).text, '""');
    await get("/clear?key=%C3%A9");
    assert.equal((await get(path)).text, '""');
    await get("/set?key=other&value=1");
    await get("/clear?key=%C3%A9");
    assert.equal((await get("/get?key=other")).text, '"1"');
    await rested();
  });

  // The engine never frees a stack that waits, nor the instance behind it.
  test("an instance at rest has no goroutine that waits", async () => {
    await rested();
    const { paused } = await stats();
    assert.ok(paused.length > 0);
    assert.deepEqual(new Set(paused), new Set([0]));
  });

  test("an instance that has grown is retired", async () => {
    const { retired } = await stats();
    assert.equal((await get("/heap?mib=30")).text, String(30 * 1024 * 1024));
    assert.equal((await stats()).retired, retired + 1);
  });

  test("200 at once over 10 databases, some slow, some broken, some gone", async () => {
    const counts = Array.from({ length: 10 }, () => []);
    const each = async (_, i) => {
      if (i % 20 === 7) return assert.equal((await get("/panic")).status, 500);
      if (i % 20 === 8) return assert.equal((await get(`/sleep?ms=50&id=${i}`)).text, String(i));
      if (i % 20 === 9)
        return get("/sleep?ms=300", { leave: new Promise(setImmediate) }).then(
          assert.fail,
          () => {},
        );
      const answer = await get(`/count?tenant=mixed${i % 10}`);
      assert.equal(answer.status, 200, answer.text);
      counts[i % 10].push(Number(answer.text));
    };
    await Promise.all(Array.from({ length: 200 }, each));
    for (const seen of counts)
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        seen.map((_, i) => i + 1),
      );
    await rested();
  });

  test("only the local default answers for development", async (t) => {
    const deployed = await another(t, { DEV: null });
    const post = { method: "POST" };
    const cron = await ask(deployed.port, "/dev/cron?cron=once", post);
    const edge = await ask(deployed.port, "/dev/edge");
    assert.deepEqual([cron.status, edge.status], [404, 404]);
  });

  test("a scheduled task runs, and its failure is seen", async () => {
    assert.equal((await get("/dev/cron?cron=once", { method: "POST" })).status, 204);
    assert.equal((await get("/count?tenant=cron%20once")).text, "2");
    assert.equal((await get("/dev/cron?cron=fail", { method: "POST" })).status, 500);
    await rested();
  });

  if (compiler === "tinygo")
    test("memory stays flat over 50,000 requests", async () => {
      const before = await stats();
      let left = 50_000;
      const client = async (_, i) => {
        while (left-- > 0) {
          const { status } = await get(left % 50 ? "/echo?some=query" : `/count?tenant=many${i}`);
          assert.ok(status === 200 || status === 418);
        }
      };
      await Promise.all(Array.from({ length: 12 }, client));
      const { memory, discarded, retired } = await stats();
      assert.ok(Math.max(...memory) <= 20 * 1024 * 1024, `${memory}`);
      assert.equal(discarded, before.discarded);
      assert.ok(retired > before.retired, "none grew old");
    });
}
