// The bound: Hono with a Durable Object for each tenant and a signed token; no
// session table, no ledger, no encryption. Rows cross as one JSON text.

import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { jwt, sign } from "hono/jwt";
import { COLUMNS, PASSWORD, insert, list, schema, values } from "./rows.mjs";

const SECRET = "a key of 32 bytes for the benchmark";

export class Tenant extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    for (const sql of schema()) ctx.storage.sql.exec(sql);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, password TEXT NOT NULL)",
    );
  }

  seed(email) {
    this.ctx.storage.sql.exec("INSERT OR IGNORE INTO accounts VALUES (?, ?)", email, PASSWORD);
  }

  knows(email, password) {
    const [account] = this.ctx.storage.sql.exec(
      "SELECT password FROM accounts WHERE email = ?",
      email,
    );
    return account?.password === password;
  }

  rows() {
    return JSON.stringify(Array.from(this.ctx.storage.sql.exec(list())));
  }

  add(body) {
    this.ctx.storage.sql.exec(insert(), ...values(crypto.randomUUID(), body));
  }
}

const app = new Hono();

const tenantOf = (c) => {
  const { TENANT } = c.env;
  return TENANT.get(TENANT.idFromName(new URL(c.req.url).hostname));
};

app.post("/seed", async (c) => {
  for (const { slug, email } of (await c.req.json()).tenants)
    await c.env.TENANT.get(c.env.TENANT.idFromName(`${slug}.localhost`)).seed(email);
  return c.json({});
});

app.post("/login", async (c) => {
  const { email, password } = await c.req.json();
  if (!(await tenantOf(c).knows(email, password))) return c.json({}, 401);
  const exp = Math.floor(Date.now() / 1000) + 43_200;
  return c.json({ token: await sign({ sub: email, exp }, SECRET, "HS256") });
});

app.use("*", jwt({ secret: SECRET, alg: "HS256" }));

app.get("/session", (c) => c.json({ user: c.get("jwtPayload").sub }));

app.get("/rows", async (c) =>
  c.body(`{"items":${await tenantOf(c).rows()}}`, 200, { "Content-Type": "application/json" }),
);

app.post("/rows", async (c) => {
  const body = await c.req.json();
  if (!COLUMNS.slice(0, 3).every((name) => body[name])) return c.json({}, 400);
  await tenantOf(c).add(body);
  return c.json(body, 201);
});

export default app;
