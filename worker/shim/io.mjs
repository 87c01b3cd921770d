// What the program may do outside itself, in the context of one request.

import { Buffer } from "node:buffer";
import { Broken } from "./answer.mjs";
import { derive } from "./derive.mjs";
import { FILES } from "./files.mjs";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Where a region's databases begin their life. "eu" is a jurisdiction: they
// stay there.
const HINTS = { uk: "weur", us: "enam", au: "oc" };

export class IO {
  begin; // takes an answer that is sent in parts
  #answer; // that one
  #ended; // resolved when the program has done with it
  #waited = 0;
  #since = 0; // when it began to wait for the client

  /** body is the request's, of body.mjs, and answers are the isolate's, of answer.mjs; a scheduled task has neither. */
  constructor(env, body, answers) {
    this.env = env;
    this.requestBody = body;
    this.answers = answers;
  }

  /** Milliseconds that were spent waiting for the client: they are not the program's. */
  get waited() {
    return this.#waited + (this.#since ? Date.now() - this.#since : 0);
  }

  async #client(promise) {
    this.#since = Date.now();
    try {
      return await promise;
    } finally {
      this.#waited += Date.now() - this.#since;
      this.#since = 0;
    }
  }

  /** Runs a batch on the Durable Object with this name. */
  async batch([name, region], payload) {
    // Decoded before anything is awaited: payload is the program's own memory.
    const text = decoder.decode(payload);
    const namespace = region === "eu" ? this.#eu() : this.env.DATABASE;
    return namespace.get(namespace.idFromName(name), { locationHint: HINTS[region] }).batch(text);
  }

  /** Derives a key from a password; see derive.mjs. */
  async derive([iterations, rounds, salt], password) {
    return derive(password.slice(), Buffer.from(salt, "hex"), Number(iterations), Number(rounds));
  }

  /** The next part of the request's body; none at its end. */
  async body() {
    const part = await this.#client(this.requestBody.next());
    this.requestBody.free(); // the program's memory is the pool's concern
    return part;
  }

  /** What is kept of files; see files.mjs. */
  async file([verb, ...operands], content) {
    return FILES[verb](this.env, operands, content.slice()); // content is the program's own memory
  }

  /** Sends a part of the answer, with its head if it is the first, and waits until the client has it. */
  async send([status, head], part) {
    const bytes = part.slice();
    if (status) {
      this.#ended = Promise.withResolvers();
      const { body } = (this.#answer = this.answers.begin(head));
      this.begin({ status: Number(status), head, body, rest: this.#ended.promise });
    }
    await this.#client(this.#answer.send(bytes));
    return new Uint8Array();
  }

  /** Ends an answer that is sent in parts with its last; false if there is none. */
  end(answer) {
    if (!this.#answer) return false;
    if (answer.status) this.#answer.close(answer.body);
    else this.#answer.breakOff(new Broken("the program broke it off"));
    this.#ended.resolve();
    return true;
  }

  /** Local workerd has no jurisdictions. */
  #eu() {
    return this.env.DEV ? this.env.DATABASE : this.env.DATABASE.jurisdiction("eu");
  }
}
