// What the instances of an isolate have in common: bytes by text, as the
// program laid them down (worker/edge/shared_js.go).

const MOST = 4096;
const kept = new Map();

export const recall = (key) => kept.get(key);

export function keep(key, value) {
  if (kept.size >= MOST) forget();
  kept.set(key, value);
}

/** Drops what was kept of hostnames. A key with a space is none: the local default's clock. */
export function forget() {
  for (const key of kept.keys()) if (!key.includes(" ")) kept.delete(key);
}
