// Requests and responses as plain data.

import { Overloaded } from "./pool.mjs";

const KiB = 1024;

export const LIMITS = {
  // The largest body the program accepts. One byte more is handed on, so that it
  // sees the excess and refuses it.
  body: 1024 * KiB + 1,
  // Bytes of the bodies of all requests: those that are still coming, whose
  // senders nobody has looked at yet, and those that wait for an instance. An
  // isolate has 128 MB.
  held: 16 * 1024 * KiB,
  // Milliseconds that a body may take.
  time: 10_000,
};

const EMPTY = new Uint8Array();

/** A body that did not come to its end in time. */
export class Slow extends Error {}

/** A body that broke off. */
export class Broken extends Error {}

let held = 0; // bytes of bodies, until their requests are answered

/**
 * {head, body, release} of a request: lines "method", "url", "name:value" …, "".
 * release is called once the request is answered.
 */
export async function readRequest(request, limits = LIMITS) {
  let head = `${request.method}\n${request.url}\n`;
  for (const [name, value] of request.headers) head += `${name}:${value}\n`;
  const body = await readBody(request, limits);
  return { head: head + "\n", body, release: () => void (held -= body.length) };
}

/**
 * The body, as it comes: nothing is set aside for what may never arrive. Neither
 * host nor route is known yet, so what all bodies hold together is bounded, and
 * so is the time that one may take; no instance waits for it.
 */
async function readBody(request, limits) {
  if (request.method === "GET" || !request.body) return EMPTY;
  const reader = request.body.getReader();
  const parts = [];
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Slow("the body did not come in time")), limits.time);
  });
  try {
    await Promise.race([collect(reader, parts, limits), late]);
  } catch (error) {
    reader.cancel().catch(() => {}); // it may have failed already
    held -= size(parts);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const body = joined(parts, limits.body);
  held -= size(parts) - body.length;
  return body;
}

async function collect(reader, parts, limits) {
  for (let length = 0; length < limits.body;) {
    const { done, value } = await reader.read().catch((error) => {
      throw new Broken(error.message);
    });
    if (done) return;
    parts.push(value);
    length += value.length;
    held += value.length;
    if (held > limits.held) throw new Overloaded("too much is being sent");
  }
  await reader.cancel(); // the excess
}

const size = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

/** The parts as one, at most so long. */
function joined(parts, most) {
  const body = new Uint8Array(Math.min(size(parts), most));
  let at = 0;
  for (const part of parts) {
    body.set(part.subarray(0, body.length - at), at);
    at += part.length;
  }
  return body;
}

/** How many bytes of bodies are held. */
export const bytesHeld = () => held;
/** The Response of {status, head, body}; head has a line for each header. */
export function writeResponse(request, { status, head, body }) {
  const headers = {};
  const more = []; // of a name that stands more than once
  for (const line of head.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (name in headers) more.push([name, value]);
    else headers[name] = value;
  }
  const empty = request.method === "HEAD" || status === 204 || status === 205 || status === 304;
  const response = new Response(empty ? null : body, { status, headers });
  for (const [name, value] of more) response.headers.append(name, value);
  return response;
}
