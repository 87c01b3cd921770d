// Starts a peer on workerd the way worker/shim/local/workerd.mjs starts this
// project: a socket of its own, nothing of Miniflare's between.
// usage: start.mjs BUILD PEER PORT DATA

import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const require = createRequire(new URL("../../../../package.json", import.meta.url));
const { Miniflare, convertV4MiniflareOptions } = createRequire(require.resolve("wrangler"))(
  "miniflare",
);

const DATABASES = {
  bare: { durableObjects: { TENANT: { className: "Tenant", useSQLite: true } } },
  "better-auth": { d1Databases: { DB: "bench" } },
};

const [build, peer, port, data] = process.argv.slice(2);
const server = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    logRequests: false,
    resourcePersistencePath: resolve(data),
    workers: [
      {
        name: "peer",
        compatibilityDate: "2026-06-01",
        compatibilityFlags: ["nodejs_compat"],
        modulesRoot: resolve(build),
        modules: [{ type: "ESModule", path: join(resolve(build), `${peer}.mjs`) }],
        unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(port) }],
        ...DATABASES[peer],
      },
    ],
  }),
);
await server.ready;
process.once("SIGTERM", async () => {
  await server.dispose();
  process.exit(0);
});
console.log(`ready on ${await server.unsafeGetDirectURL("peer")}`);
