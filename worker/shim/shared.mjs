// What the instances of an isolate have in common: bytes by text, as the
// program laid them down (worker/edge/shared_js.go).

const MOST = 4096;
const kept = new Map();

export const get = (key) => kept.get(key);

export function set(key, value) {
  if (kept.size >= MOST) kept.clear();
  kept.set(key, value);
}

export const clear = (key) => kept.delete(key);
