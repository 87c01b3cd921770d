// The Worker: a request goes to an instance of the Go program and its answer
// comes back. The Response is built here, in the request's own context.

import { Bodies, Crowded, LIMITS, Late, Unfinished } from "./body.mjs";
import { Instance, TICK } from "./instance.mjs";
import { IO } from "./io.mjs";
import { requestHead, writeResponse } from "./message.mjs";
import { LIMITS as POOL, Overloaded, Pool } from "./pool.mjs";
import { common, problem } from "./problem.mjs";
import build from "./version.mjs";

export { Database } from "./database.mjs";

// Milliseconds for a request, after which the program is told to stop, for a
// scheduled task, to have stopped, and to have given the instance back.
const DEADLINE = 30_000;
const CRON_DEADLINE = 600_000;
const GRACE = 1_000;
const LEASE = 5_000;

// What hashes a password waits in a lane of its own.
const DERIVES =
  /^\/(api\/auth\/(login|password|totp|invitation)|login|password|account\/|invitation|reset)/;

// Of this isolate.
let pool;
let bodies;

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
  bodies ??= new Bodies({ ...LIMITS, ...(env.DEV && env.BODY_LIMITS) }); // others in tests
  const body = bodies.of(request);
  try {
    const part = await body.next();
    const deadline = Number(env.DEV && env.DEADLINE) || DEADLINE; // shorter in tests
    const job = { deadline, signal: request.signal, lane: laneOf(request, body), body };
    const head = requestHead(request, body.ended);
    return writeResponse(
      request,
      await run(env, job, (instance, io) => {
        body.free(); // the instance takes it at once
        return instance.serve(io, head, part);
      }),
    );
  } catch (error) {
    return failure(request, error);
  } finally {
    body.close();
  }
}

/**
 * What takes long takes it in a lane. No body that is awaited still is worth a
 * place among those that derive, where clients that stop half-way would shut out
 * everybody who signs in.
 */
function laneOf(request, body) {
  if (!body.ended) return "body";
  if (request.method !== "GET" && DERIVES.test(pathOf(request.url))) return "derive";
}

/** Lends work an instance of the pool, until the deadline. */
async function run(env, { deadline, signal, lane, body }, work) {
  const limits = { ...POOL, ...(env.DEV && env.POOL_LIMITS) }; // others in tests
  pool ??= new Pool(() => new Instance({ ...env, ...build }), limits);
  const instance = await pool.acquire({
    lease: Number(env.DEV && env.LEASE) || deadline + LEASE,
    signal,
    lane,
  });
  let stop;
  try {
    signal?.throwIfAborted();
    const answer = work(instance, new IO(env, body));
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
  if (error instanceof Overloaded || error instanceof Crowded)
    return problem(request, id, 503, "busy", { "Retry-After": "2" });
  if (error instanceof Late) return problem(request, id, 408, "request-timeout");
  if (error instanceof Unfinished) return problem(request, id, 400, "invalid-request");
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
  if (pathname === "/dev/edge")
    return Promise.resolve(Response.json({ ...pool?.stats(), ...bodies?.stats() }));
  if (pathname === "/dev/cron" && request.method === "POST") return fire(request, env);
  if (pathname.startsWith("/assets/")) return asset(request, env);
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
