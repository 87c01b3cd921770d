#!/usr/bin/env bash
# Every task of the project; ./build.sh help lists them.
#
# What a task needs is installed first, and no more: Debian packages with apt, the
# rest into .tools/ and node_modules/. Nothing is done twice: each thing installed or
# built is stamped with a hash of what it was made from.
set -euo pipefail
shopt -s inherit_errexit

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$ROOT/.tools"
TOOLS=$(cd "$ROOT/.tools" && pwd -P)
GZIP_LIMIT=3000000 # bytes: what Cloudflare's free plan accepts of a Worker

export PATH="$TOOLS/node/bin:$PATH" RINGFENCE_NODE="$TOOLS/node/bin/node"

say() { printf '%s\n' "· $*" >&2; }
die() { printf '%s\n' "build.sh: $*" >&2; exit 1; }

# alone COMMAND... runs what installs or builds, one build.sh at a time.
alone() { (flock 9; "$@") 9>"$TOOLS/lock"; }

# shellcheck source=worker/toolchain/packages.sh
source "$ROOT/worker/toolchain/packages.sh"
# shellcheck source=worker/toolchain/tinygo.sh
source "$ROOT/worker/toolchain/tinygo.sh"
# shellcheck source=worker/toolchain/node.sh
source "$ROOT/worker/toolchain/node.sh"
# shellcheck source=worker/toolchain/edge.sh
source "$ROOT/worker/toolchain/edge.sh"
# shellcheck source=worker/toolchain/steps.sh
source "$ROOT/worker/toolchain/steps.sh"
# shellcheck source=worker/toolchain/dev.sh
source "$ROOT/worker/toolchain/dev.sh"
# shellcheck source=tests/check/parts.sh
source "$ROOT/tests/check/parts.sh"
# shellcheck source=tests/bench/bench.sh
source "$ROOT/tests/bench/bench.sh"

cmd_help() {
  cat <<EOF
usage: ./build.sh TASK [OPTION]...

  run      start Ringfence with its demo data, on http://localhost:8787
             --port N     another port
             --data DIR   where its databases are kept (.data)
             --native     as one native program; no WASM, no Node
             --go         the WASM built by standard Go instead of TinyGo
  dev      the native server, built and started again at every change of a file
             --port N     another port
             --data DIR   where its databases are kept (.data)
  test     every check and every test
             PART...      only these: ${TESTS[*]}
                          ${CHECKS[*]}
  check    the checks alone: format, vet, generated files, scripts
  build    the deployable folder build/edge, with its size and what each module weighs
             --go         by standard Go, into build/edge-go
  deploy   put it on Cloudflare
             --dry-run    all but the upload; needs no network
             --go         the build made by standard Go
  bench    measure it beside what else one could use; writes docs/benchmarks.md
             --quick      a smoke run of about a minute
             --only TEXT  only the contestants of that host or name
  install  only what the other tasks would install first
  help     this text
EOF
}

cmd_run() {
  local port=8787 data="$ROOT/.data" host=edge
  while [[ $# -gt 0 ]]; do
    case $1 in
      --port) port=${2:?--port needs a number}; shift ;;
      --data) data=${2:?--data needs a folder}; shift ;;
      --native) host=native ;;
      --go) host="edge-go" ;;
      *) die "run: unknown option $1" ;;
    esac
    shift
  done
  if [[ $host == native ]]; then
    prepare native
    exec "$ROOT/build/ringfence" serve --dev --port "$port" --data "$data"
  fi
  prepare npm "$host"
  exec node "$ROOT/worker/shim/serve.mjs" --dev --port "$port" --data "$data" --build "$ROOT/build/$host"
}

cmd_build() {
  local edge
  edge=$(edge_of build "$@")
  prepare "$edge"
  edge_size "$edge"
  edge_weights "$edge"
}

cmd_deploy() {
  local dry=() options=() option edge
  for option in "$@"; do
    if [[ $option == --dry-run ]]; then dry=(--dry-run --outdir "$ROOT/build/dry-run"); else options+=("$option"); fi
  done
  edge=$(edge_of deploy "${options[@]}")
  prepare npm "$edge"
  edge_size "$edge"
  WRANGLER_SEND_METRICS=false npx --no-install wrangler deploy "build/$edge/entry.mjs" --assets "build/$edge/assets" "${dry[@]}"
  say "the Worker needs two secrets, set once each (see the README for their values):"
  say "  npx wrangler secret put MASTER_KEY     seals personal data; without it those routes answer 503"
  say "  npx wrangler secret put SESSION_KEY    signs sessions; without it nobody can log in"
}

cmd_install() {
  local need all needs=()
  read -ra all <<<"${NEEDS[*]}"
  for need in "${all[@]}"; do
    [[ $need == native || $need == edge* ]] || needs+=("$need")
  done
  prepare "${needs[@]}"
}

# cmd_part runs one part with what it needs installed already, as run_parts does.
cmd_part() { "part_$1"; }

cmd_check() { cmd_test "${CHECKS[@]}"; }

cmd_test() {
  local part parts=("$@") needs=()
  [[ $# -gt 0 ]] || parts=("${TESTS[@]}" "${CHECKS[@]}")
  for part in "${parts[@]}"; do
    [[ -n ${NEEDS[$part]+known} ]] || die "test: no part named $part"
    read -ra needs <<<"${needs[*]} ${NEEDS[$part]}"
  done
  prepare "${needs[@]}"
  run_parts "${parts[@]}"
}

cmd_bench() {
  prepare npm native edge edge-go
  alone build_bench
  build/bench/bench "$@"
}

# edge_of TASK [--go] names the folder under build/ that the options mean.
edge_of() {
  local task=$1
  case ${2-} in
    '') echo edge ;;
    --go) echo edge-go ;;
    *) die "$task: unknown option $2" ;;
  esac
}

main() {
  local task=${1:-help}
  case $task in
    run | dev | test | part | check | build | deploy | bench | install) ;;
    help | -h | --help) cmd_help; exit ;;
    *) cmd_help >&2; die "no task named $task" ;;
  esac
  cd "$ROOT"
  shift
  "cmd_$task" "$@"
}

main "$@"; exit # on one line: bash reads no further, should this file change meanwhile
