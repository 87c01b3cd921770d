// Starts a built folder on workerd, offline. What wrangler.toml says is read
// from it, not said again.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { guarded } from "./guard.mjs";

const CONFIG = fileURLToPath(new URL("../../../wrangler.toml", import.meta.url));
const TYPES = { mjs: "ESModule", js: "ESModule", wasm: "CompiledWasm" };

/**
 * Starts entry (a module of the folder build) and resolves when it answers on
 * 127.0.0.1:port; port 0 picks a free one. data is the folder of the databases,
 * bindings are variables beside wrangler.toml's (null leaves one out). Resolves
 * with {port, stop()}.
 */
export async function startWorkerd({ build, entry = "entry.mjs", port, data, bindings, log }) {
  const { Miniflare, convertV4MiniflareOptions, options } = load();
  const workers = [await application(options, resolve(build), entry, port, bindings)];
  if (existsSync(join(build, "assets"))) withAssets(workers, options, resolve(build, "assets"));
  const server = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      logRequests: false,
      resourcePersistencePath: resolve(data),
      handleStructuredLogs: ({ message }) => log(message),
      workers,
    }),
  );
  try {
    await guarded(() => server.ready);
  } catch (error) {
    await server.dispose();
    throw error;
  }
  const direct = await server.unsafeGetDirectURL("ringfence");
  return { port: Number(direct.port), stop: () => server.dispose() };
}

/** wrangler's reading of the configuration, and the Miniflare it brings with it. */
function load() {
  const require = createRequire(import.meta.url);
  const { unstable_getMiniflareWorkerOptions } = require("wrangler");
  const miniflare = createRequire(require.resolve("wrangler"))("miniflare");
  return { ...miniflare, options: unstable_getMiniflareWorkerOptions(CONFIG).workerOptions };
}

/**
 * The Worker on a socket of its own: Miniflare's common entry, and the one
 * before assets, each cost several times what the Worker does.
 */
async function application({ assets, ...options }, build, entry, port, bindings) {
  const given = Object.entries({ ...options.bindings, ...bindings });
  return {
    ...options,
    name: "ringfence",
    bindings: Object.fromEntries(given.filter(([, value]) => value !== null)),
    modulesRoot: build,
    modules: await modules(build, entry),
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
}

/** The folder's modules; the first is the one that is run. */
async function modules(build, entry) {
  const names = (await readdir(build)).filter((name) => TYPES[name.split(".").pop()]);
  const rest = names.filter((name) => name !== entry);
  return [entry, ...rest].map((name) => ({
    type: TYPES[name.split(".").pop()],
    path: join(build, name),
  }));
}

/** Adds the platform's server of static files; the Worker finds it as ASSETS. */
function withAssets(workers, { assets, compatibilityDate }, directory) {
  workers[0].serviceBindings = { ...workers[0].serviceBindings, ASSETS: "assets" };
  workers.push({
    name: "assets",
    compatibilityDate,
    modules: [{ type: "ESModule", path: "assets.mjs", contents: "export default {}" }],
    assets: { ...assets, directory, routerConfig: { has_user_worker: false } },
  });
}
