// A real OpenID provider (npm oidc-provider) for the suite: anybody may sign in by any name. Its clients are its
// argument, as JSON; it says where it listens, and ends with its standard input.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const key = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }),
  alg,
  kid: alg,
  use: "sig",
});

const keys = [
  key("rsa", { modulusLength: 2048 }, "RS256"),
  key("rsa", { modulusLength: 2048 }, "PS256"),
  key("ec", { namedCurve: "P-256" }, "ES256"),
  key("ed25519", {}, "EdDSA"),
];

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: JSON.parse(process.argv[2]),
    cookies: { keys: ["of no use elsewhere"] },
    enabledJWA: { idTokenSigningAlgValues: keys.map(({ alg }) => alg) },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    jwks: { keys },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  console.log(`provider ready on ${issuer}`);
});

process.stdin.on("end", () => process.exit(0)).resume();
