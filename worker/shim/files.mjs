// The buckets of sealed files (worker/edge/files_js.go is the program's side). A
// key begins with the region of the tenant whose it is: "eu" is a jurisdiction,
// and its files stay in a bucket of their own.

const MOST = 1000; // of keys that R2 deletes or lists at once

const EMPTY = new Uint8Array();

/** What the program asks of a bucket: {verb(env, operands, content)}; each answers bytes or text. */
export const FILES = {
  async put(env, [key], content) {
    await bucketOf(env, key).put(key, content);
    return EMPTY;
  },

  /** Nothing for what is not there. */
  async get(env, [key]) {
    const object = await bucketOf(env, key).get(key);
    return object ? new Uint8Array(await object.arrayBuffer()) : EMPTY;
  },

  /** The keys are of one tenant. */
  async delete(env, keys) {
    for (let i = 0; i < keys.length; i += MOST)
      await bucketOf(env, keys[0]).delete(keys.slice(i, i + MOST));
    return EMPTY;
  },

  async list(env, [prefix, startAfter]) {
    const found = await bucketOf(env, prefix).list({
      prefix,
      limit: MOST,
      startAfter: startAfter || undefined,
    });
    return found.objects.map(({ key, uploaded }) => `${key} ${uploaded.getTime()}`).join("\n");
  },
};

const bucketOf = (env, key) => (key.startsWith("eu/") ? env.FILES_EU : env.FILES);
