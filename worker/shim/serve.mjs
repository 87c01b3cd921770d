// Runs a built folder on this machine: node worker/shim/serve.mjs --help

import { parseArgs } from "node:util";
import { seed } from "./local/demo.mjs";
import { localSecrets } from "./local/secrets.mjs";
import { startWorkerd } from "./local/workerd.mjs";

const USAGE = `usage: serve.mjs [option]...
  --build DIR     the built folder (build/edge)
  --port N        port to listen on (8787); 0 picks a free one
  --data DIR      folder of the databases (.data)
  --dev           local default: BASE_DOMAIN=localhost, secrets kept in the data folder, /dev/ answers
  --no-seed       with --dev: load no demo data
  --unset NAME    leave this variable or secret out; may be repeated
  --with-parent   stop when the process that started this one ends`;

const { values: options } = parseArgs({
  options: {
    build: { type: "string", default: "build/edge" },
    port: { type: "string", default: "8787" },
    data: { type: "string", default: ".data" },
    dev: { type: "boolean", default: false },
    "no-seed": { type: "boolean", default: false },
    unset: { type: "string", multiple: true, default: [] },
    "with-parent": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function main() {
  if (options.help) return console.log(USAGE);
  const { port, stop } = await startWorkerd({
    build: options.build,
    port: Number(options.port),
    data: options.data,
    bindings: await bindings(),
    log: console.log,
  });
  stopWhenTold(stop);
  if (options.dev && !options["no-seed"]) await seed(port);
  console.log(`ringfence ready on http://localhost:${port}`);
}

// Taken from the environment where they are set, as the native host takes them.
const VARIABLES = [
  "MAILERSEND_KEY",
  "MAILERSEND_BASE",
  "MAIL_FROM",
  "PASSWORD_ITERATIONS",
  "STRIPE_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "STRIPE_BASE",
  "PAYMENT_GRACE_DAYS",
  "CONSOLE_OWNER",
];

/** What the local default sets beside wrangler.toml. */
async function bindings() {
  const given = VARIABLES.filter((name) => process.env[name]);
  const local = options.dev && {
    DEV: "1",
    BASE_DOMAIN: "localhost",
    ...Object.fromEntries(given.map((name) => [name, process.env[name]])),
    ...(await localSecrets(options.data)),
  };
  return { ...local, ...Object.fromEntries(options.unset.map((name) => [name, null])) };
}

/** Every answered write is on disk already, so stopping loses nothing. */
function stopWhenTold(stop) {
  const end = async () => {
    await stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.removeAllListeners(signal); // Miniflare's, which would kill at once
    process.once(signal, end);
  }
  if (!options["with-parent"]) return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end(), 500);
}

main().catch((error) => {
  console.error(`ringfence: ${error.message}`);
  process.exit(1);
});
