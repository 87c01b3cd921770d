// The local default's secrets: made once, kept where only their owner reads.

import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NAMES = ["MASTER_KEY", "SESSION_KEY"]; // 32 random bytes each, in base64

/** The secrets of the data folder, by name. */
export async function localSecrets(data) {
  const file = join(data, "secrets.json");
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, randomBytes(32).toString("base64")]),
  );
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
