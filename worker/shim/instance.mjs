// One instance of the Go program, and the bridge to it: bytes in its memory and
// small numbers, no JavaScript values (worker/host_js.go is the other side).

import "./wasm_exec.js";
import program from "./app.wasm";
import * as shared from "./shared.mjs";
import { Tasks, soon } from "./tasks.mjs";

// wasm_exec.js calls fetch as a method of another object.
globalThis.fetch = globalThis.fetch.bind(globalThis);

const REQUEST = 0;
const ANSWER = 1;
const REFUSED = 2;
const FAILED = 3;
const ABORT = 4;
const BROKEN_OFF = { status: 0 }; // not to be taken for whole
const OPERATIONS = ["batch", "derive", "body", "file", "send"];

// Milliseconds. A timer dies with the request that armed it, and arming one takes
// as long as a short request does. So the program arms none for longer than this,
// and is asked this often to look at those that it keeps.
export const TICK = 100;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// The instance whose code runs now: what standard Go prints is its own.
let running;
globalThis.fs.writeSync = (_, bytes) => {
  running?.print(decoder.decode(bytes));
  return bytes.length;
};

/** How TinyGo's program is told of an event, and goes on. */
function notifier({ ringfence_wake, go_scheduler }) {
  if (!ringfence_wake) return;
  return (kind, id, size) => {
    ringfence_wake(kind, id, size);
    go_scheduler();
  };
}

export class Instance {
  dead = null; // the error that ended it
  requests = 0;
  #go = new globalThis.Go();
  #binding = {};
  #memory;
  #tasks; // its goroutines
  #notify; // tells the program of an event
  #inbox = []; // what the program takes next
  #job = null; // the request under way: {id, io, resolve, reject, answered}
  #printed = "";

  constructor(env) {
    this.#tasks = new Tasks(
      () => this.#flush(),
      (error) => this.end(error),
    );
    const imports = {
      ...this.#go.importObject,
      workers: { ready() {} },
      ringfence: this.#imports(),
      tinygo: this.#tasks.imports,
    };
    this.#rarely(imports.gojs);
    imports.wasi_snapshot_preview1 &&= { ...imports.wasi_snapshot_preview1, ...this.#wasi() };
    this.#go._makeFuncWrapper = (id) => this.#wrapper(id);
    const wasm = new WebAssembly.Instance(program, imports);
    this.#memory = wasm.exports.memory ?? wasm.exports.mem;
    const guarded = this.#guarded(wasm);
    if (wasm.exports.tinygo_task)
      this.#tasks.attach({ ...guarded.exports, tinygo_task: wasm.exports.tinygo_task });
    this.#go.exit = (code) => this.end(new Error(`the program exited with ${code}`));
    this.#go.run(guarded, { env, binding: this.#binding });
    // The promise of run belongs to the request that happens to start this.
    this.#go._resolveExitPromise = () => {};
    this.#notify = this.#binding.wake ?? notifier(guarded.exports);
    if (this.dead || !this.#notify) throw this.dead ?? new Error("the program did not start");
  }

  /**
   * Answers a request: resolves with {status, head, body}, rejects when the
   * program ends instead. Of an answer that is sent in parts body is a stream, and
   * rest is resolved when the program has done with it. io makes calls in the
   * request's own context.
   */
  serve(io, head, body) {
    return this.#begin(io, (id) => this.#wake(REQUEST, id, [encoder.encode(head), body]));
  }

  /** Runs the program's scheduled task. */
  scheduled(io, event) {
    return this.#begin(io, (_, job) =>
      this.#binding.runScheduler(event).then(() => this.#done(job)),
    );
  }

  /** Tells the program that nobody waits for the request any more. */
  abort() {
    if (this.#job) this.#wake(ABORT, this.#job.id);
  }

  /** Has the program look at its timers. */
  tick() {
    if (this.dead) return;
    this.#go._pendingEvent = null;
    this.#go._resume();
  }

  /** Ends the instance; its request, if it has one, is rejected with reason. */
  end(reason) {
    this.dead ??= reason;
    this.dead.printed ??= this.#printed;
    this.#job?.reject(this.dead);
    this.#job?.io.end(BROKEN_OFF);
    this.#job = null;
    this.#tasks.stop();
  }

  /** Whether a request is under way and has to wait. */
  get busy() {
    return this.#job !== null && !this.#job.answered;
  }

  /** How many goroutines wait. At rest none does: an instance that nobody needs is freed then. */
  paused() {
    return this.#tasks.paused;
  }

  memory() {
    return this.#memory.buffer.byteLength;
  }

  print(text) {
    this.#printed += text;
  }

  /** TinyGo's scheduler asks to be woken for its next timer whenever it rests. */
  #rarely(gojs) {
    const sleep = gojs["runtime.sleepTicks"];
    if (sleep) gojs["runtime.sleepTicks"] = (ns) => ns <= TICK * 1e6 && sleep(ns);
  }

  #begin(io, start) {
    return new Promise((resolve, reject) => {
      const job = { id: ++this.requests, io, resolve, reject };
      this.#job = job;
      io.begin = resolve; // what is sent in parts is answered with before its end
      if (this.dead) this.end(this.dead);
      else start(job.id, job);
    });
  }

  /** Answers once the program has come to rest, and what it printed is out. */
  #finish(job, answer) {
    job.answered = true;
    soon(() => {
      this.#flush();
      this.#done(job, answer);
    });
  }

  #done(job, answer) {
    if (this.#job !== job) return;
    this.#job = null;
    if (!job.io.end(answer)) job.resolve(answer);
  }

  /** Has the program handle an event; data is [bytes, …] for it to take. */
  #wake(kind, id, data = []) {
    if (this.dead) return;
    this.#inbox = data;
    const size = data.reduce((sum, part) => sum + part.length, 0);
    this.#notify(kind, id, size);
  }

  #imports() {
    return {
      take: (at) => this.#take(at),
      call: (id, operation, ...target) => this.#call(id, OPERATIONS[operation], ...target),
      reply: (id, status, head, headLength, body, bodyLength) => {
        const answer = {
          status,
          head: this.#text(head, headLength),
          body: this.#bytes(body, bodyLength).slice(),
        };
        if (this.#job?.id === id) this.#finish(this.#job, answer);
      },
      log: (at, length) => this.print(this.#text(at, length)),
      get: (key, length) => this.#get(this.#text(key, length)),
      set: (key, keyLength, value, length) =>
        shared.set(this.#text(key, keyLength), this.#bytes(value, length).slice()),
      clear: (key, length) => void shared.clear(this.#text(key, length)),
    };
  }

  /** Lays out what is kept for the program to take; answers its size, or -1. */
  #get(key) {
    const value = shared.get(key);
    if (!value) return -1;
    this.#inbox = [value];
    return value.length;
  }

  #take(at) {
    for (const part of this.#inbox) {
      this.#bytes(at, part.length).set(part);
      at += part.length;
    }
    this.#inbox = [];
  }

  #call(id, operation, target, targetLength, payload, payloadLength) {
    const job = this.#job;
    const settle = (kind, answer) => {
      if (this.#job === job)
        this.#wake(kind, id, [typeof answer === "string" ? encoder.encode(answer) : answer]);
    };
    if (!job) return; // left over from a request that has ended
    job.io[operation](
      this.#text(target, targetLength).split("\0"),
      this.#bytes(payload, payloadLength),
    ).then(
      (answer) => settle(ANSWER, answer),
      (error) => settle(error?.retryable && !error.overloaded ? REFUSED : FAILED, String(error)),
    );
  }

  #bytes(at, length) {
    return new Uint8Array(this.#memory.buffer, at, length);
  }

  #text(at, length) {
    return decoder.decode(this.#bytes(at, length));
  }

  /**
   * What JavaScript calls for a Go function. TinyGo keeps every value it is
   * given, so each function has one event object, used again and again.
   */
  #wrapper(id) {
    const event = { id, this: undefined, args: [], result: undefined };
    return (...args) => {
      event.args.splice(0, Infinity, ...args);
      this.#go._pendingEvent = event;
      this.#go._resume();
      return event.result;
    };
  }

  /** What wasm_exec.js takes for wasm, with its functions wrapped. */
  #guarded(wasm) {
    const entries = Object.entries(wasm.exports).map(([name, value]) => [name, this.#guard(value)]);
    return Object.create(WebAssembly.Instance.prototype, {
      exports: { value: Object.fromEntries(entries) },
    });
  }

  /**
   * Wraps what enters the program, however it is entered: a trap (a panic, a
   * stack overflow) or an exit ends the instance. wasmExit is not an Error.
   */
  #guard(value) {
    if (typeof value !== "function") return value;
    return (...args) => {
      if (this.dead) return;
      const outer = running;
      running = this;
      try {
        return value(...args);
      } catch (error) {
        if (error instanceof Error) this.end(error);
        else throw error;
      } finally {
        running = outer;
        this.#flush();
      }
    };
  }

  #flush() {
    if (this.#go.exited) this.end(new Error("the program exited"));
    if (this.#printed && !this.dead) console.log(this.#printed.trimEnd());
    this.#printed = "";
  }

  #wasi() {
    return {
      fd_write: (_, vectors, count, written) => {
        const view = new DataView(this.#memory.buffer);
        let total = 0;
        for (let i = vectors; i < vectors + 8 * count; i += 8) {
          const length = view.getUint32(i + 4, true);
          this.print(this.#text(view.getUint32(i, true), length));
          total += length;
        }
        view.setUint32(written, total, true);
        return 0;
      },
    };
  }
}
