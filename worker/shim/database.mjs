// The Durable Object that holds one SQLite database. A batch is one call with
// one JSON text each way (store/db/durable is the other side).

import { DurableObject } from "cloudflare:workers";
import { appendChain } from "./chain.mjs";
import { execute } from "./statement.mjs";

export class Database extends DurableObject {
  /** Runs a batch; answers its result sets, or {"error": SQLite's message}. */
  batch(payload) {
    const { write, stmts, chain } = JSON.parse(payload);
    const { storage } = this.ctx;
    const run = () => {
      const sets = stmts.map(([sql, kinds, ...args]) =>
        execute(storage.sql, write, sql, kinds, args),
      );
      if (chain) appendChain(storage.sql, chain);
      return JSON.stringify(sets);
    };
    try {
      // Nothing comes between the statements of one call: a transaction is for
      // taking writes back.
      return write ? storage.transactionSync(run) : run();
    } catch (error) {
      return JSON.stringify({ error: String(error.message) });
    }
  }
}
