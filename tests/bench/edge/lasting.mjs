// The same program, never retired: what one instance's memory comes to.

import { LIMITS } from "./pool.mjs";

export { default, Database } from "./entry.mjs";

LIMITS.retireRequests = Infinity;
LIMITS.retireMemory = LIMITS.memory;
