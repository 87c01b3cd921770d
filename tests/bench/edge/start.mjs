// Starts this project's build on workerd as worker/shim/serve.mjs does, with
// an entry module of the benchmark's own and without printing the log.
// usage: start.mjs BUILD ENTRY PORT DATA

import { localSecrets } from "../../../worker/shim/local/secrets.mjs";
import { startWorkerd } from "../../../worker/shim/local/workerd.mjs";

const [build, entry, port, data] = process.argv.slice(2);
const bindings = { DEV: "1", BASE_DOMAIN: "localhost", ...(await localSecrets(data)) };
const server = await startWorkerd({ build, entry, port: Number(port), data, bindings, log() {} });
process.once("SIGTERM", async () => {
  await server.stop();
  process.exit(0);
});
console.log(`ready on http://127.0.0.1:${server.port}`);
