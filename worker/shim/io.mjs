// What the program may do outside itself, in the context of one request.

import { Buffer } from "node:buffer";
import { derive } from "./derive.mjs";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Where a region's databases begin their life. "eu" is a jurisdiction: they
// stay there.
const HINTS = { uk: "weur", us: "enam", au: "oc" };

export class IO {
  /** body is the request's, of body.mjs; a scheduled task has none. */
  constructor(env, body) {
    this.env = env;
    this.requestBody = body;
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
    const part = await this.requestBody.next();
    this.requestBody.free(); // the program's memory is the pool's concern
    return part;
  }

  /** Local workerd has no jurisdictions. */
  #eu() {
    return this.env.DEV ? this.env.DATABASE : this.env.DATABASE.jurisdiction("eu");
  }
}
