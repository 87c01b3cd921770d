// The body of a request, from a client that may be slow or hostile.
//
// Where a body waits for its client decides what a hostile one holds up. Outside
// an instance that is memory, which an isolate has little of; inside, it is one
// of a handful of instances. So:
//
//   - The first part is awaited outside: no client keeps an instance waiting for
//     one. Nearly every body is whole by then. What all of them hold together is
//     bounded; beyond that the one awaited for longest is given up, so that whoever
//     fills this memory loses it again and a client that just sends gets through.
//   - The rest is not touched until the program asks for it, once it knows host,
//     route and how much it takes. Until then it stays with the client. Few
//     instances are lent to such requests (LIMITS.lanes of pool.mjs): clients that
//     stop half-way hold up each other, nobody else.
//   - Both have to come in good time.

export const LIMITS = {
  // Bytes that are awaited at a time.
  part: 64 * 1024,
  // Bytes that the bodies of an isolate hold together.
  held: 16 * 1024 * 1024,
  // Milliseconds for the first part, and for all the rest from when it is asked for:
  // so many, and as many more for each part that has come (64 KiB a second).
  first: 10_000,
  rest: 15_000,
  each: 1_000,
  // Milliseconds that a body holds anything at most, longer than any request takes: the
  // platform may end a request without running its last lines.
  lease: 300_000,
};

const LEAST = 1024; // of memory for a body
const EMPTY = new Uint8Array();

/** A body that did not come in good time. */
export class Late extends Error {
  name = "Late";
}

/** A body that ended before its end. */
export class Unfinished extends Error {
  name = "Unfinished";
}

/** A body that was given up for others. */
export class Crowded extends Error {
  name = "Crowded";
}

/** The bodies of an isolate, and what they hold. */
export class Bodies {
  #limits;
  #total = 0;
  #held = new Map(); // body → bytes; the oldest first

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  /** The body of a request; close() ends it. */
  of(request) {
    return new Body(request, this.#limits, this);
  }

  /** Notes how much a body holds now. Beyond the bound the oldest that is awaited, or lost, is given up. */
  hold(body, bytes) {
    this.#set(body, bytes);
    for (const [other] of this.#held) {
      if (this.#total <= this.#limits.held) return;
      if (!other.awaited && Date.now() < other.until) continue;
      this.#set(other, 0);
      other.giveUp(new Crowded("too many bodies are awaited"));
    }
  }

  #set(body, bytes) {
    this.#total += bytes - (this.#held.get(body) ?? 0);
    if (bytes > 0) this.#held.set(body, bytes);
    else this.#held.delete(body);
  }

  /** How many bodies hold something, and how many bytes. */
  stats() {
    return { senders: this.#held.size, bodies: this.#total };
  }
}

class Body {
  ended; // nothing comes any more
  awaited = false;
  until; // when it is taken for lost
  #limits;
  #bodies;
  #reader;
  #left; // bytes to come, where the client said how many
  #gone = Promise.withResolvers(); // rejects when the body is given up
  #reason; // why it was
  #timer;
  #parts = 0;
  #late; // when all that has been asked for has to have come

  constructor(request, limits, bodies) {
    const stream = request.method === "GET" ? null : request.body;
    this.until = Date.now() + limits.lease;
    this.#limits = limits;
    this.#bodies = bodies;
    this.#reader = stream?.getReader();
    this.#left = Number(request.headers.get("Content-Length") ?? Infinity);
    this.ended = !stream || this.#left === 0;
    this.#gone.promise.catch(() => {});
  }

  /**
   * The next part: as many bytes as are awaited at a time or a few more, fewer at
   * the end, then none. Rejects with Late, Unfinished or Crowded.
   */
  async next() {
    if (this.ended) return EMPTY;
    const late = () => this.giveUp(new Late("the body did not come in time"));
    this.#timer = setTimeout(late, this.#time());
    this.awaited = true;
    try {
      return await this.#part();
    } finally {
      this.awaited = false;
      clearTimeout(this.#timer);
    }
  }

  /** Milliseconds that the next part may take. */
  #time() {
    const { first, rest, each } = this.#limits;
    if (this.#parts++ === 0) return first;
    this.#late = (this.#late ?? Date.now() + rest - each) + each;
    return this.#late - Date.now();
  }

  giveUp(reason) {
    this.#reason = reason;
    this.#gone.reject(reason);
  }

  /** The program has what was read, or nobody wants it. */
  free() {
    this.#bodies.hold(this, 0);
  }

  /** Ends it: what the client still sends is not read. */
  close() {
    clearTimeout(this.#timer);
    this.free();
    if (!this.ended) this.#reader.cancel().catch(() => {});
    this.ended = true;
  }

  async #part() {
    let memory = EMPTY;
    let length = 0;
    while (length < this.#limits.part && !this.ended) {
      const chunk = await this.#chunk();
      if (length + chunk.length > memory.length) {
        const bytes = Math.max(LEAST, 2 * memory.length, length + chunk.length);
        this.#bodies.hold(this, bytes);
        if (this.#reason) throw this.#reason; // this one was given up
        const more = new Uint8Array(bytes);
        more.set(memory.subarray(0, length));
        memory = more;
      }
      memory.set(chunk, length);
      length += chunk.length;
    }
    return memory.subarray(0, length);
  }

  /** What has come: a chunk may be a byte and keep pages, so it is copied and let go. */
  async #chunk() {
    const { value = EMPTY, done } = await Promise.race([this.#gone.promise, this.#read()]);
    this.#left -= value.length;
    this.ended = done || this.#left <= 0;
    return value;
  }

  async #read() {
    try {
      return await this.#reader.read();
    } catch (error) {
      throw new Unfinished(error.message);
    }
  }
}
