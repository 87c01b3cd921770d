// The server under test: one that runs already (RINGFENCE_URL, the address of
// a tenant), or one started here on its own data, natively or, with
// RINGFENCE_HOST=tinygo or go, on the Workers runtime.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const hosts = {
  native: ["build/ringfence", "serve"],
  tinygo: [process.execPath, "worker/shim/serve.mjs", "--build", "build/edge"],
  go: [process.execPath, "worker/shim/serve.mjs", "--build", "build/edge-go"],
};

/** Starts a server with the demo data; {url, stop}: its address at the base domain. */
export async function start() {
  if (process.env.RINGFENCE_URL) {
    const url = new URL(process.env.RINGFENCE_URL);
    return { url: `http://localhost:${url.port}`, stop: () => {} };
  }
  const data = await mkdtemp(join(tmpdir(), "ringfence-browser-"));
  const server = launch(data, await freePort());
  const stop = async () => {
    server.kill("SIGTERM");
    if (server.exitCode === null) await once(server, "exit");
    await rm(data, { recursive: true });
  };
  return { url: await ready(server), stop };
}

function launch(data, port) {
  const [command, ...args] = hosts[process.env.RINGFENCE_HOST ?? "native"];
  const options = ["--dev", "--port", String(port), "--data", data];
  const cwd = new URL("../..", import.meta.url);
  const env = { ...process.env, PASSWORD_ITERATIONS: "1000" }; // at full strength it is what most of the time goes to
  return spawn(command, [...args, ...options], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
}

/** Waits for the line that says where the server listens. */
async function ready(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const [, url] = /^ringfence ready on (http:\S+)$/.exec(line) ?? [];
    if (url) {
      server.stdout.resume();
      return url;
    }
  }
  throw new Error("the server ended before it was ready");
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
