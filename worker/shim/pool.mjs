// The pool of program instances. Each serves one request at a time: input and
// output belong to the request that began them, so two requests may not meet
// inside one instance. A request takes an idle instance, else starts one, else
// waits its turn.

const MiB = 1024 * 1024;

export const LIMITS = {
  // An isolate has 128 MB, of which JavaScript needs some.
  memory: 96 * MiB,
  // What an instance is counted for at least: what TinyGo's takes at once
  // (--initial-memory), and standard Go's before long.
  initialMemory: 16 * MiB,
  // An instance grown beyond this by one large request is not kept.
  retireMemory: 24 * MiB,
  // TinyGo never frees a JavaScript value it has held: neither do we keep the
  // holder for ever. Starting anew costs milliseconds, so once in this many
  // requests is nothing.
  retireRequests: 5_000,
  // Of the instances, how many may be busy with what takes long: hashing a password
  // (a tenth of a second of the isolate), or a body that its client still sends. The
  // rest stay for the others.
  lanes: { derive: 3, body: 2 },
  // Beyond this many waiting for a lane, a request is better told to come back. Each that waits with a part of its
  // body holds some of what all bodies may hold (body.mjs).
  lines: { body: 16 },
  // And beyond this many waiting at all.
  queue: 512,
  // Milliseconds a request may wait for an instance.
  wait: 15_000,
};

/** No instance came free in time. */
export class Overloaded extends Error {}

export class Pool {
  #start;
  #limits;
  #now;
  #idle = [];
  #busy = new Map(); // instance → {until: when its lease ends, lane}
  #queue = []; // {lease, lane, give, refuse} of requests in order of arrival
  #counts = { started: 0, retired: 0, discarded: 0, refused: 0 };

  /** start() makes an instance: {dead, requests, memory(), paused(), end(reason)}. */
  constructor(start, limits = LIMITS, now = Date.now) {
    this.#start = start;
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * An instance for the caller alone, until release or until lease milliseconds
   * have passed: the platform may end a request without running its last lines.
   * lane is a name of LIMITS.lanes, for what takes long.
   * Rejects with Overloaded, or with signal's reason when it aborts.
   */
  async acquire({ lease, signal, lane }) {
    signal?.throwIfAborted();
    this.#reclaim();
    const passed = this.#queue.some((waiter) => waiter.lane === lane);
    const instance = passed ? undefined : this.#take(lease, lane);
    return instance ?? this.#line(lease, signal, lane);
  }

  /** Lends an instance for longer. */
  extend(instance, lease) {
    const held = this.#busy.get(instance);
    if (held) held.until = this.#now() + lease;
  }

  /** Gives an instance back: to the next in line, or to rest. */
  release(instance) {
    if (!this.#busy.delete(instance)) return; // its lease had ended
    if (instance.dead) this.#counts.discarded++;
    else if (this.#worn(instance)) this.#retire(instance);
    else this.#idle.push(instance);
    this.#serveQueue();
  }

  stats() {
    const all = [...this.#idle, ...this.#busy.keys()];
    return {
      ...this.#counts,
      idle: this.#idle.length,
      busy: this.#busy.size,
      queue: this.#queue.length,
      memory: all.map((instance) => instance.memory()),
      paused: this.#idle.map((instance) => instance.paused()),
    };
  }

  /** An idle instance, or a new one if there is room, else undefined. */
  #take(lease, lane) {
    if (lane && this.#inLane(lane) >= this.#limits.lanes[lane]) return;
    this.#bury();
    const instance = this.#idle.pop() ?? (this.#room() ? this.#begin() : undefined);
    if (instance) this.#busy.set(instance, { until: this.#now() + lease, lane });
    return instance;
  }

  /** Forgets those that died at rest. */
  #bury() {
    const living = this.#idle.filter((instance) => !instance.dead);
    this.#counts.discarded += this.#idle.length - living.length;
    this.#idle = living;
  }

  #inLane(lane) {
    return [...this.#busy.values()].filter((lease) => lease.lane === lane).length;
  }

  #begin() {
    this.#counts.started++;
    return this.#start();
  }

  #room() {
    const { memory, initialMemory } = this.#limits;
    const sizes = this.stats().memory.map((bytes) => Math.max(bytes, initialMemory));
    return sizes.reduce((sum, bytes) => sum + bytes, initialMemory) <= memory;
  }

  #worn(instance) {
    const { retireRequests, retireMemory } = this.#limits;
    return instance.requests >= retireRequests || instance.memory() > retireMemory;
  }

  #retire(instance) {
    this.#counts.retired++;
    instance.end(new Error("retired"));
  }

  /**
   * Waits in line. What else it set up it takes down itself: it is called out of
   * line by another request, and one without a timer is taken for hung.
   */
  async #line(lease, signal, lane) {
    if (this.#full(lane)) throw this.#overloaded();
    const { promise, resolve, reject } = Promise.withResolvers();
    const waiter = { lease, lane, give: resolve, refuse: reject };
    const abort = () => this.#leave(waiter).refuse(signal.reason);
    const expire = () => this.#leave(waiter).refuse(this.#overloaded());
    const timer = setTimeout(expire, this.#limits.wait);
    signal?.addEventListener("abort", abort);
    this.#queue.push(waiter);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  #full(lane) {
    const { queue, lines } = this.#limits;
    if (this.#queue.length >= queue) return true;
    return this.#queue.filter((waiter) => waiter.lane === lane).length >= (lines[lane] ?? queue);
  }

  #leave(waiter) {
    this.#queue = this.#queue.filter((other) => other !== waiter);
    return waiter;
  }

  #overloaded() {
    this.#counts.refused++;
    return new Overloaded("every instance is busy");
  }

  /** Gives what there is to the first in line; who waits for a lane is passed. */
  #serveQueue() {
    for (const waiter of this.#queue) {
      try {
        const instance = this.#take(waiter.lease, waiter.lane);
        if (instance) this.#leave(waiter).give(instance);
        else if (!waiter.lane) return;
      } catch (error) {
        this.#leave(waiter).refuse(error); // no instance would start
      }
    }
  }

  /** Takes back what requests that are no more have kept. */
  #reclaim() {
    for (const [instance, { until }] of this.#busy) {
      if (until > this.#now()) continue;
      instance.end(new Error("its request did not give it back"));
      this.release(instance);
    }
  }
}
