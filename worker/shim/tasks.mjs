// The goroutines of a program that TinyGo has compiled. Each runs on a stack
// that the engine keeps: WebAssembly JavaScript Promise Integration. The
// program's side is worker/toolchain/_overlay/src/internal/task/task_jspi.go.

// Said as the program is loaded, so that a deployment is refused: every request would fail.
if (!WebAssembly.Suspending || !WebAssembly.promising)
  throw new Error(
    "This JavaScript runtime cannot run Ringfence: it has no WebAssembly JavaScript Promise Integration " +
      "(JSPI, WebAssembly.Suspending and WebAssembly.promising). Take a newer one: workerd has it since October 2025.",
  );

// What is thrown through a goroutine that ends where it is.
const ENDED = Symbol("ended");

const settled = Promise.resolve();

/** Calls f, which does not throw, once nothing else runs. workerd's queueMicrotask takes several times as long. */
export const soon = (f) => void settled.then(f);

export class Tasks {
  #run;
  #schedule;
  #paused = new Map(); // task → {go, stop}

  /**
   * ended() is called when a goroutine has ended, trapped(error) when a trap
   * has ended it; nothing of the program runs then.
   */
  constructor(ended, trapped) {
    const failed = (error) => (error === ENDED ? ended() : trapped(error));
    this.imports = {
      // Runs a goroutine until it pauses for the first time, or ends.
      launch: (task) => void this.#run(task).then(ended, failed),
      suspend: new WebAssembly.Suspending(
        (task) => new Promise((go, stop) => this.#paused.set(task, { go, stop })),
      ),
      wake: (task) => this.#wake(task),
      unwind: () => {
        throw ENDED;
      },
      yield: () => soon(this.#schedule),
    };
  }

  /** Takes what the instance exports that was given the imports. */
  attach({ tinygo_task, go_scheduler }) {
    this.#run = WebAssembly.promising(tinygo_task);
    this.#schedule = go_scheduler;
  }

  /** How many goroutines wait. */
  get paused() {
    return this.#paused.size;
  }

  /** Ends those that wait: the engine keeps a stack, and all it refers to, until it has ended. */
  stop() {
    for (const { stop } of this.#paused.values()) stop(ENDED);
    this.#paused.clear();
  }

  #wake(task) {
    const { go } = this.#paused.get(task);
    this.#paused.delete(task);
    go();
  }
}
