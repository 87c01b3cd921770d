// Chained PBKDF2-HMAC-SHA-256 by WebCrypto (store/password says why chained).

// A derivation takes the isolate about a tenth of a second and cannot be called
// off. The pool lends few instances to requests that derive (LIMITS.lanes), and
// between the rounds the isolate turns to its other requests: without that, each
// of their steps waits for a whole password.

/** The key of a password: each round takes the last one's key as its password. */
export async function derive(password, salt, iterations, rounds) {
  let key = password;
  for (let i = 0; i < rounds; i++) {
    key = await once(key, salt, iterations);
    await new Promise((turn) => setTimeout(turn, 0));
  }
  return key;
}

async function once(password, salt, iterations) {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    key,
    256,
  );
  return new Uint8Array(bits);
}
