// What the shim says by itself, and where it looks for a database.

import assert from "node:assert/strict";
import { test } from "node:test";
import { IO } from "./io.mjs";
import { requestHead, writeResponse } from "./message.mjs";
import { problem } from "./problem.mjs";

test("a problem has the headers that every answer has", async () => {
  const request = new Request("https://northgate.example/x");
  const answer = problem(request, "id-1", 503, "busy", { "Retry-After": "2" });
  assert.deepEqual(
    [answer.status, answer.headers.get("Content-Type"), answer.headers.get("Retry-After")],
    [503, "application/problem+json", "2"],
  );
  const { type, status, instance } = await answer.json();
  assert.deepEqual([type, status, instance], ["/problems/busy", 503, "id-1"]);
  assert.equal(answer.headers.get("X-Request-Id"), "id-1");
  for (const [name, value] of [
    ["Cache-Control", /^no-store$/],
    ["Content-Security-Policy", /frame-ancestors 'none'/],
    ["Referrer-Policy", /^no-referrer$/],
    ["X-Content-Type-Options", /^nosniff$/],
    ["Strict-Transport-Security", /^max-age=63072000; includeSubDomains$/],
  ])
    assert.match(answer.headers.get(name), value);
});

test("a local server does not ask for HTTPS", () => {
  for (const host of ["localhost:8787", "northgate.localhost"]) {
    const answer = problem(new Request(`http://${host}/`), "id", 500, "internal-error");
    assert.equal(answer.headers.get("Strict-Transport-Security"), null);
  }
});

test("a request without a body, and answers that may have none", async () => {
  const request = new Request("http://a.localhost/x", { headers: { A: "b" } });
  assert.equal(requestHead(request, true), "GET\nhttp://a.localhost/x\nwhole\na:b\n\n");
  const answer = { head: "X:y\n", body: new Uint8Array([1]) };
  assert.equal(writeResponse(request, { ...answer, status: 304 }).body, null);
  const asked = new Request("http://a.localhost/x", { method: "HEAD" });
  assert.equal(writeResponse(asked, { ...answer, status: 200 }).body, null);
  assert.equal((await writeResponse(request, { ...answer, status: 200 }).bytes())[0], 1);
});

/** A namespace that notes how an object is asked for. */
function namespace(jurisdiction) {
  return {
    jurisdiction: namespace,
    idFromName: (name) => `${jurisdiction ?? "anywhere"}/${name}`,
    get: (id, { locationHint }) => ({ batch: async (text) => [id, locationHint, text] }),
  };
}

test("a region decides the object's jurisdiction or its first place", async () => {
  const text = (region) =>
    new IO({ DATABASE: namespace() }).batch(["t1", region], Buffer.from("\ufeff{}"));
  assert.deepEqual(await text("eu"), ["eu/t1", undefined, "\ufeff{}"]);
  assert.deepEqual(await text("uk"), ["anywhere/t1", "weur", "\ufeff{}"]);
  assert.deepEqual(await text("us"), ["anywhere/t1", "enam", "\ufeff{}"]);
  assert.deepEqual(await text("au"), ["anywhere/t1", "oc", "\ufeff{}"]);
});

test("chained derivation is what crypto makes of it", async () => {
  // node:crypto's PBKDF2, six times over.
  const { pbkdf2Sync } = await import("node:crypto");
  const salt = Buffer.from("00112233445566778899aabbccddeeff", "hex");
  let want = Buffer.from("caf\u00e9 passphrase");
  for (let i = 0; i < 6; i++) want = pbkdf2Sync(want, salt, 1000, 32, "sha256");
  const password = new TextEncoder().encode("caf\u00e9 passphrase");
  const key = await new IO({}).derive(["1000", "6", salt.toString("hex")], password);
  assert.equal(Buffer.from(key).toString("hex"), want.toString("hex"));
});
