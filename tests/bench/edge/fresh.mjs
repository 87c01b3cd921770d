// The same program, started afresh for every request, as syumai/workers does.

import { LIMITS } from "./pool.mjs";

export { default, Database } from "./entry.mjs";

LIMITS.retireRequests = 1;
