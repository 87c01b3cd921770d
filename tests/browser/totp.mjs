// An authenticator app (RFC 6238), so that an administrator can sign in.
import { createHmac } from "node:crypto";
import { setTimeout } from "node:timers/promises";

export const demoSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const [PERIOD, SOON] = [30_000, 5_000]; // milliseconds
const used = new Map(); // whose → the last step whose code was used

/**
 * A code that was not used yet. There are three at any time: this step's, the
 * one before (unless it ends too soon), the next. Who needs more waits for them.
 */
export async function freshCode(whose, secret) {
  for (;;) {
    const now = Math.floor(Date.now() / PERIOD);
    const left = (now + 1) * PERIOD - Date.now();
    const step = Math.max((used.get(whose) ?? 0) + 1, left < SOON ? now : now - 1);
    if (step <= now + 1) {
      used.set(whose, step);
      return code(decode(secret), step);
    }
    await setTimeout(left);
  }
}

function code(key, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function decode(base32) {
  const bits = [...base32].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}
