// The Worker: a request goes to an instance of the Go program and its answer
// comes back. The Response is built here, in the request's own context.

import { Answers, LIMITS as ANSWERS } from "./answer.mjs";
import { Bodies, Crowded, LIMITS as BODIES, Late, Unfinished } from "./body.mjs";
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
// A client that sends or takes something large may take as much longer.
const PATIENCE = 270_000;
const GRACE = 1_000;
const LEASE = 5_000;

// What hashes a password waits in a lane of its own.
const DERIVES =
  /^\/(api\/auth\/(login|password|totp|invitation)|login|password|account\/|invitation|reset)/;

// Of this isolate.
let pool;
let bodies;
let answers;

export default {
  fetch(request, env, ctx) {
    const answer = (env.DEV && development(request, env, ctx)) || respond(request, env, ctx);
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

async function respond(request, env, ctx) {
  bodies ??= new Bodies({ ...BODIES, ...(env.DEV && env.BODY_LIMITS) }); // others in tests
  const body = bodies.of(request);
  try {
    const part = await body.next();
    const deadline = Number(env.DEV && env.DEADLINE) || DEADLINE; // shorter in tests
    const job = { deadline, signal: request.signal, lane: laneOf(request, body), body, ctx };
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
async function run(env, { deadline, signal, lane, body, ctx }, work) {
  const limits = { ...POOL, ...(env.DEV && env.POOL_LIMITS) }; // others in tests
  pool ??= new Pool(() => new Instance({ ...env, ...build }), limits);
  const instance = await pool.acquire({
    lease: Number(env.DEV && env.LEASE) || deadline + LEASE,
    signal,
    lane,
  });
  answers ??= new Answers({ ...ANSWERS, ...(env.DEV && env.ANSWER_LIMITS) });
  const io = new IO(env, body, answers);
  let stop;
  const done = () => {
    stop?.();
    pool.release(instance);
  };
  try {
    signal?.throwIfAborted();
    const answering = work(instance, io);
    if (instance.busy) stop = watch(instance, io, deadline, signal);
    const answer = await answering;
    if (!answer?.rest) done();
    else ctx.waitUntil(answer.rest.then(() => complain(instance.dead)).then(done));
    return answer;
  } catch (error) {
    done();
    throw error;
  }
}

/** Keeps an instance to its deadline and its client; the function it returns ends that. */
function watch(instance, io, deadline, signal) {
  const abort = () => instance.abort();
  const start = Date.now();
  let late = false;
  const timer = setInterval(() => {
    const passed = Date.now() - start - Math.min(io.waited, PATIENCE);
    if (io.waited) pool.extend(instance, deadline + LEASE);
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
  complain(error, id);
  return problem(request, id, 500, "internal-error");
}

/** Logs why there is no answer, or not all of one; there may be no reason. */
function complain(error, id = crypto.randomUUID()) {
  if (!error) return;
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
}

/** What only a local server answers; undefined for the rest. */
function development(request, env, ctx) {
  const pathname = pathOf(request.url);
  if (pathname === "/dev/edge")
    return Promise.resolve(
      Response.json({ ...pool?.stats(), ...bodies?.stats(), ...answers?.stats() }),
    );
  if (pathname === "/dev/cron" && request.method === "POST") return fire(request, env);
  if (pathname.startsWith("/assets/")) return asset(request, env, ctx);
}

/** Static files, which on Workers the platform serves before the Worker is asked. */
async function asset(request, env, ctx) {
  const found = await env.ASSETS.fetch(request.clone());
  return found.status === 404 ? respond(request, env, ctx) : found;
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
