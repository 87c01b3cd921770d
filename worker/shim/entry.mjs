// The Worker: a request goes to an instance of the Go program and its answer
// comes back. The Response is built here, in the request's own context.

import { Body, bytesHeld } from "./body.mjs";
import { Instance, TICK } from "./instance.mjs";
import { IO } from "./io.mjs";
import { headOf, writeResponse } from "./message.mjs";
import { Overloaded, Pool } from "./pool.mjs";
import { Refusal, common, problem } from "./problem.mjs";
import build from "./version.mjs";

export { Database } from "./database.mjs";

// Milliseconds for a request, after which the program is told to stop, for a
// scheduled task, to have stopped, and to have given the instance back.
const DEADLINE = 30_000;
const CRON_DEADLINE = 600_000;
const GRACE = 1_000;
const LEASE = 5_000;

// What hashes a password waits in the slow lane.
const SLOW =
  /^\/(api\/auth\/(login|password|totp|invitation)|login|password|account\/|invitation|reset)/;

let pool; // of this isolate

export default {
  fetch(request, env, ctx) {
    const answer = (env.DEV && development(request, env)) || respond(request, env);
    // A client that leaves does not stop the program half-way.
    ctx.waitUntil(answer);
    return answer;
  },

  scheduled,
};

async function scheduled({ cron, scheduledTime }, env) {
  const job = { deadline: CRON_DEADLINE };
  await run(env, job, (instance, io) => instance.scheduled(io, { cron, scheduledTime }));
}

async function respond(request, env) {
  const body = new Body();
  try {
    return writeResponse(request, await answer(request, env, body));
  } catch (error) {
    return failure(request, error);
  } finally {
    body.release();
  }
}

/** The program's answer. No instance is lent while the body is still coming. */
async function answer(request, env, body) {
  const bytes = await body.read(request, time(env, "BODY_DEADLINE"));
  const slow = request.method !== "GET" && SLOW.test(pathOf(request.url));
  const job = { deadline: time(env, "DEADLINE") ?? DEADLINE, signal: request.signal, slow };
  return run(env, job, (instance, io) => instance.serve(io, headOf(request), bytes));
}

/** Milliseconds that a test has set. */
function time(env, name) {
  return Number(env.DEV && env[name]) || undefined;
}

/** Lends work an instance of the pool, until the deadline. */
async function run(env, { deadline, signal, slow }, work) {
  pool ??= new Pool(() => new Instance({ ...env, ...build }));
  const instance = await pool.acquire({ lease: deadline + LEASE, signal, slow });
  let stop;
  try {
    signal?.throwIfAborted();
    const answer = work(instance, new IO(env));
    if (instance.busy) stop = watch(instance, deadline, signal);
    return await answer;
  } finally {
    stop?.();
    pool.release(instance);
  }
}

/** Keeps an instance to its deadline and its client; the function it returns ends that. */
function watch(instance, deadline, signal) {
  const abort = () => instance.abort();
  const start = Date.now();
  let late = false;
  const timer = setInterval(() => {
    const passed = Date.now() - start;
    if (passed >= deadline + GRACE) return instance.end(new Error("the deadline passed"));
    if (passed >= deadline && !late) {
      late = true;
      abort();
    } else instance.tick();
  }, TICK);
  signal?.addEventListener("abort", abort);
  return () => {
    clearInterval(timer);
    signal?.removeEventListener("abort", abort);
  };
}

/** The path of an absolute address. */
function pathOf(url) {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2)).split(/[?#]/, 1)[0];
}

/** What the caller is told when the program did not answer. */
function failure(request, error) {
  const id = crypto.randomUUID();
  if (request.signal.aborted) return new Response(null, { status: 499 }); // nobody reads it
  if (error instanceof Overloaded) return problem(request, id, 503, "busy", { "Retry-After": "2" });
  if (error instanceof Refusal) return problem(request, id, error.status, error.slug);
  const { message, printed } = error;
  const line = {
    time: new Date(),
    level: "ERROR",
    msg: "no answer",
    request_id: id,
    error: message,
    printed,
  };
  console.error(JSON.stringify(line));
  return problem(request, id, 500, "internal-error");
}

/** What only a local server answers; undefined for the rest. */
function development(request, env) {
  const pathname = pathOf(request.url);
  if (pathname === "/dev/edge") return Promise.resolve(edge());
  if (pathname === "/dev/cron" && request.method === "POST") return fire(request, env);
  if (pathname.startsWith("/assets/")) return asset(request, env);
}

/** What this isolate holds. */
function edge() {
  return Response.json({ ...pool?.stats(), bodies: bytesHeld() });
}

/** Static files, which on Workers the platform serves before the Worker is asked. */
async function asset(request, env) {
  const found = await env.ASSETS.fetch(request.clone());
  return found.status === 404 ? respond(request, env) : found;
}

/** Runs a scheduled task now. */
async function fire(request, env) {
  const headers = common(request, crypto.randomUUID());
  const cron = new URL(request.url).searchParams.get("cron");
  try {
    await scheduled({ cron, scheduledTime: Date.now() }, env);
    return new Response(null, { status: 204, headers });
  } catch (error) {
    return Response.json({ error: error.message }, { status: 500, headers });
  }
}
