// The goroutines of a program that TinyGo has compiled. Each runs on a stack
// that the engine keeps: WebAssembly JavaScript Promise Integration. The
// program's side is worker/toolchain/_overlay/src/internal/task/task_jspi.go.

export class Tasks {
  #run;
  #schedule;
  #paused = new Map(); // task → what has it go on

  /**
   * ended() is called when a goroutine has ended, trapped(error) when a trap
   * has ended it; nothing of the program runs then.
   */
  constructor(ended, trapped) {
    this.imports = {
      // Runs a goroutine until it pauses for the first time, or ends.
      launch: (task) => void this.#run(task).then(ended, trapped),
      suspend: new WebAssembly.Suspending(
        (task) => new Promise((go) => this.#paused.set(task, go)),
      ),
      wake: (task) => this.#wake(task),
      yield: () => queueMicrotask(this.#schedule),
    };
  }

  /** Takes what the instance exports that was given the imports. */
  attach({ tinygo_task, go_scheduler }) {
    this.#run = WebAssembly.promising(tinygo_task);
    this.#schedule = go_scheduler;
  }

  #wake(task) {
    const go = this.#paused.get(task);
    this.#paused.delete(task);
    go();
  }
}
