// The same program with a key derivation that costs nothing: what a log-in
// costs beyond it, and a quick way to log in to a thousand tenants.

import { IO } from "./io.mjs";

export { default, Database } from "./entry.mjs";

IO.prototype.derive = async () => new Uint8Array(32);
