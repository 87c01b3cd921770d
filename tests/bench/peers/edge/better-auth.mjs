// What many would take: better-auth with its session table, Hono, and one D1
// database in which a column says whose a row is. Passwords are compared as
// they are: what is measured is a log-in without its key derivation.

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { bearer } from "better-auth/plugins";
import { Hono } from "hono";
import { PASSWORD, insert, list, schema, values } from "./rows.mjs";

let made; // of this isolate

const authOf = (env) =>
  (made ??= betterAuth({
    baseURL: "http://localhost",
    secret: "a secret of 32 bytes for the benchmark",
    database: env.DB,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: { disableCSRFCheck: true, disableOriginCheck: true },
    user: { additionalFields: { organisation: { type: "string", required: true } } },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      password: {
        hash: async (password) => password,
        verify: async ({ hash, password }) => hash === password,
      },
    },
    plugins: [bearer()],
  }));

const app = new Hono();

app.post("/seed", async (c) => {
  await (await getMigrations(authOf(c.env).options)).runMigrations();
  for (const sql of schema("organisation")) await c.env.DB.exec(sql);
  for (const { slug, email } of (await c.req.json()).tenants) {
    const body = { email, name: slug, organisation: slug, password: PASSWORD };
    await authOf(c.env).api.signUpEmail({ body });
  }
  return c.json({});
});

app.post("/login", async (c) => {
  const { email, password } = await c.req.json();
  const { token } = await authOf(c.env).api.signInEmail({ body: { email, password } });
  return c.json({ token });
});

app.use("*", async (c, next) => {
  const session = await authOf(c.env).api.getSession({ headers: c.req.raw.headers });
  if (!session) return c.json({}, 401);
  c.set("user", session.user);
  await next();
});

app.get("/session", (c) => c.json({ user: c.get("user") }));

app.get("/rows", async (c) => {
  const query = c.env.DB.prepare(list("WHERE organisation = ?")).bind(c.get("user").organisation);
  return c.json({ items: (await query.all()).results });
});

app.post("/rows", async (c) => {
  const body = await c.req.json();
  const row = values(crypto.randomUUID(), body, c.get("user").organisation);
  await c.env.DB.prepare(insert("organisation"))
    .bind(...row)
    .run();
  return c.json(body, 201);
});

export default app;
