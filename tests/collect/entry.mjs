// The program, collecting garbage at every 101st allocation: a pointer that the
// collector does not see is then missed at once, and not after hours. That
// takes several times as long, so it is given time.

import program from "./program.mjs";

export { Database } from "./program.mjs";

const { Instance } = WebAssembly;

WebAssembly.Instance = function (module, imports) {
  const instance = new Instance(module, imports);
  instance.exports.tinygo_collect_every(101);
  return instance;
};
WebAssembly.Instance.prototype = Instance.prototype;

export default {
  ...program,
  fetch: (request, env, ctx) => program.fetch(request, { ...env, DEADLINE: 300_000 }, ctx),
};
