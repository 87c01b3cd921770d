// For the driver's conformance test: POST /name carries a batch to the object
// of that name.

export { Database } from "./database.mjs";

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const object = env.DATABASE.get(env.DATABASE.idFromName(pathname));
    try {
      return new Response(await object.batch(await request.text()));
    } catch (error) {
      return new Response(String(error), { status: error.retryable ? 503 : 500 });
    }
  },
};
