// Builds testdata/program for the shim's tests, into build/shim-test/NAME.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAM = "./worker/shim/testdata/program";
const JS = { GOOS: "js", GOARCH: "wasm" };

// As build.sh compiles the application.
const COMPILERS = {
  tinygo: (out) => [
    process.env.RINGFENCE_TINYGO ?? join(ROOT, ".tools/bin/tinygo"),
    ["build", "-target=wasm", "-no-debug", "-opt=1", "-stack-size=1MB"].concat([
      "-ldflags",
      "-extldflags '--initial-memory=16777216'",
      "-o",
      out,
      PROGRAM,
    ]),
  ],
  go: (out) => ["go", ["build", "-ldflags", "-s -w", "-o", out, PROGRAM], JS],
};

/** The built folder for a compiler; compiles only what has changed. */
export async function buildProgram(compiler) {
  const folder = join(ROOT, "build/shim-test", compiler);
  await mkdir(join(folder, "assets"), { recursive: true });
  await compile(compiler, join(folder, "app.wasm"));
  for (const name of await readdir(join(ROOT, "worker/shim")))
    if (name.endsWith(".mjs") && !/^serve|test/.test(name))
      await cp(join(ROOT, "worker/shim", name), join(folder, name));
  const assets = (await go("list", "-m", "-f", "{{.Dir}}", "github.com/syumai/workers")).trim();
  const glue = `cmd/workers-assets-gen/assets/wasm_exec_${compiler}.js`;
  await cp(join(assets, glue), join(folder, "wasm_exec.js"));
  await cp(join(ROOT, "worker/shim/_headers"), join(folder, "assets/_headers"));
  await writeFile(join(folder, "assets/a.css"), "p {}\n");
  return folder;
}

async function compile(compiler, out) {
  const [command, args, env] = COMPILERS[compiler](out);
  const stamp = await sources(command, args);
  if ((await readFile(`${out}.stamp`, "utf8").catch(() => "")) === stamp) return;
  await rm(`${out}.stamp`, { force: true });
  await run(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
  await writeFile(`${out}.stamp`, stamp);
}

/** A hash of everything the program is made from; TinyGo's command is a script that names its version. */
async function sources(command, args) {
  const format = "{{if not .Standard}}{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}{{end}}";
  const files = (await go("list", "-deps", "-f", format, PROGRAM))
    .split("\n")
    .filter(Boolean)
    .sort();
  const hash = createHash("sha256")
    .update(args.join(" "))
    .update(await go("version"));
  if (isAbsolute(command)) hash.update(await readFile(command));
  for (const file of files) hash.update(await readFile(file));
  return hash.digest("hex");
}

async function go(...args) {
  return (await run("go", args, { cwd: ROOT, env: { ...process.env, ...JS }, maxBuffer: 2 ** 26 }))
    .stdout;
}
