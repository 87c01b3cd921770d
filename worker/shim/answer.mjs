// An answer that is sent as the program makes it, to a client that may be slow
// or hostile: until its end it keeps an instance. So a part has to be taken in
// good time, and where several wait for their clients, the slowest is given up.

export const LIMITS = {
  // Milliseconds in which a client has to take a part.
  part: 30_000,
  // So many answers may wait for their clients, of which one is given up that has
  // waited for as many milliseconds.
  waiting: 3,
  slow: 3_000,
};

/** An answer that was given up, or that the program broke off. */
export class Broken extends Error {
  name = "Broken";
}

/** The answers of an isolate that are being sent. */
export class Answers {
  #limits;
  #waiting = new Set(); // the one that has waited for longest first

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  /** Begins one, of a length if its head says so. */
  begin(head) {
    return new Answer(head, this);
  }

  /** Has an answer wait for its client. */
  async wait(answer, taken) {
    if (answer.over) throw answer.over;
    const { part, waiting, slow } = this.#limits;
    const [longest] = this.#waiting;
    if (this.#waiting.size >= waiting && Date.now() - longest.since >= slow)
      this.#giveUp(longest, "its client is slower than others");
    this.#waiting.add(answer);
    const timer = setTimeout(() => this.#giveUp(answer, "its client does not take it"), part);
    try {
      await Promise.race([answer.given, taken]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(answer);
    }
  }

  /** Waits for its client no more. Its own request hears of it later, when its turn comes. */
  #giveUp(answer, why) {
    this.#waiting.delete(answer);
    answer.giveUp(new Broken(why));
  }

  /** How many wait for their clients. */
  stats() {
    return { answers: this.#waiting.size };
  }
}

class Answer {
  since; // when it began to wait
  given; // rejects when it is given up
  body;
  over; // why it was given up
  #answers;
  #refuse;
  #writer;

  constructor(head, answers) {
    this.#answers = answers;
    const { promise, reject } = Promise.withResolvers();
    this.given = promise;
    this.#refuse = reject;
    promise.catch(() => {});
    const length = /^content-length:(\d+)$/im.exec(head)?.[1];
    const { readable, writable } = length
      ? new FixedLengthStream(Number(length)) // too few bytes are an error, as is one too many
      : new IdentityTransformStream();
    this.body = readable;
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
  }

  /** Resolves when the client has taken a part; rejects when it will not. */
  async send(bytes) {
    if (bytes.length === 0) return;
    this.since = Date.now();
    const taken = this.#writer.write(bytes);
    taken.catch(() => {});
    try {
      await this.#answers.wait(this, taken);
    } catch (error) {
      this.breakOff(error);
      throw error;
    }
  }

  /** Ends it with its last part. */
  close(bytes) {
    this.send(bytes)
      .then(() => this.#writer.close())
      .catch(() => {});
  }

  /** Ends its wait: called by another request, which may not touch the stream of this one. */
  giveUp(reason) {
    this.over ??= reason;
    this.#refuse(reason);
  }

  /** Has the client see that it is not whole. */
  async breakOff(reason) {
    this.giveUp(reason); // should this be another request, the one that waits goes on
    try {
      await this.#writer.abort(reason);
    } catch {} // it has ended otherwise
  }
}
