// The bodies of requests, taken as they come: what was not sent holds nothing,
// and neither do all of them together hold more than an isolate can spare.

import { Overloaded } from "./pool.mjs";
import { Refusal } from "./problem.mjs";

// The largest body the program accepts is 1 MiB. One byte more is handed on, so
// that it sees the excess and refuses it.
const LIMIT = 1024 * 1024 + 1;

// Bytes for all bodies of an isolate, which has 128 MB for everything.
const BUDGET = 16 * 1024 * 1024;

// A body has this many milliseconds to come whole.
const DEADLINE = 10_000;

// The platform may end a request without running its last lines: what a body
// held is free again after this many milliseconds, longer than any request takes.
const LEASE = 90_000;

const SMALLEST = 1024;
const EMPTY = new Uint8Array();

let held = 0;
const holders = new Set();

/** How many bytes this isolate holds for bodies. */
export function bytesHeld() {
  return held;
}

/** A request's body. Whoever reads it lets go of it in the end, whatever happens. */
export class Body {
  #bytes = EMPTY;
  #length = 0;
  #until = Date.now() + LEASE;
  #over = false; // nothing more is taken

  /**
   * Resolves with the bytes. Rejects with a Refusal when they end too early or
   * take too long, with Overloaded when there is no room for them.
   */
  async read(request, deadline = DEADLINE) {
    if (request.method === "GET" || !request.body) return EMPTY;
    const reader = request.body.getReader();
    const late = timeout(deadline);
    try {
      await Promise.race([this.#fill(reader), late.passed]);
    } catch (error) {
      this.#over = true;
      reader.cancel().catch(() => {}); // it may be broken already
      throw error;
    } finally {
      late.stop();
    }
    return this.#bytes.subarray(0, this.#length);
  }

  /** Gives the room back. */
  release() {
    this.#over = true;
    if (holders.delete(this)) held -= this.#bytes.length;
    this.#bytes = EMPTY;
  }

  async #fill(reader) {
    while (this.#length < LIMIT) {
      const { done, value } = await reader.read().catch(incomplete);
      if (done || this.#over) return;
      this.#add(value.subarray(0, LIMIT - this.#length));
    }
    reader.cancel().catch(() => {}); // the rest is not wanted
  }

  #add(part) {
    const length = this.#length + part.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(part, this.#length);
    this.#length = length;
  }

  #grow(length) {
    const size = Math.min(LIMIT, Math.max(SMALLEST, length, 2 * this.#bytes.length));
    const more = size - this.#bytes.length;
    if (held + more > BUDGET) Body.#reclaim();
    if (held + more > BUDGET) throw new Overloaded("too many bodies");
    const bytes = new Uint8Array(size);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    held += more;
    holders.add(this);
  }

  static #reclaim() {
    const now = Date.now();
    for (const body of holders) if (body.#until < now) body.release();
  }
}

function incomplete() {
  throw new Refusal(400, "invalid-request");
}

/** A timer of the request's own: one that another request armed may die with that. */
function timeout(deadline) {
  let timer;
  const passed = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(408, "request-timeout")), deadline);
  });
  return { passed, stop: () => clearTimeout(timer) };
}
