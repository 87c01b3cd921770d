// The answers that the shim makes by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { problem } from "./problem.mjs";

const BROWSER = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

function failed(path, accept) {
  const headers = accept ? { Accept: accept } : {};
  return problem(new Request(`https://a.example${path}`, { headers }), "the-id", 503, "busy", {
    "Retry-After": "2",
  });
}

test("a browser gets a page of the same words, which loads and styles nothing", async () => {
  const answer = failed("/employees", BROWSER);
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get("Content-Type"), "text/html; charset=utf-8");
  assert.equal(answer.headers.get("Retry-After"), "2");
  assert.match(answer.headers.get("Content-Security-Policy"), /^default-src 'none'/);
  const text = await answer.text();
  const { title, detail } = await failed("/employees").json();
  for (const words of [title, detail, "the-id"]) assert.ok(text.includes(words), words);
  assert.doesNotMatch(text, /style|<script|<img|<link/);
});

for (const [path, accept] of [
  ["/api/employees", BROWSER],
  ["/employees", "application/json"],
  ["/employees", undefined],
])
  test(`${accept} at ${path} gets a problem`, async () => {
    const answer = failed(path, accept);
    assert.equal(answer.headers.get("Content-Type"), "application/problem+json");
    const { type, status, instance } = await answer.json();
    assert.deepEqual([type, status, instance], ["/problems/busy", 503, "the-id"]);
  });
