// Appends to the ledger, byte for byte as store/ledger/ledger.go does.

import { Buffer } from "node:buffer";
import { execute } from "./statement.mjs";

// Setting node:crypto up takes workerd 7 ms, for which nobody waits who only reads.
let crypto;

/** chain is {key: hex, sql: [head, append, headSet], entries: [[nine texts], …]}. */
export function appendChain(sql, { key, sql: [headSQL, appendSQL, headSetSQL], entries }) {
  const secret = Buffer.from(key, "hex");
  crypto ??= process.getBuiltinModule("node:crypto");
  const mac = (fields) =>
    crypto.createHmac("sha256", secret).update(netstrings(fields)).digest("hex");
  let [[seq, head]] = execute(sql, true, headSQL, "", []);
  for (const [at, ...fields] of entries) {
    seq++;
    const hash = mac([String(seq), head, at, ...fields]);
    execute(sql, true, appendSQL, "iitttttttttt", [seq, Number(at), ...fields, head, hash]);
    execute(sql, true, headSetSQL, "itt", [seq, hash, mac(["head", String(seq), hash])]);
    head = hash;
  }
}

/** "length:bytes," for each field: no two lists have the same text. */
function netstrings(fields) {
  return fields.map((field) => `${Buffer.byteLength(field)}:${field},`).join("");
}
