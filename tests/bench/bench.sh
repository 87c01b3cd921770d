# shellcheck shell=bash
# What the benchmark needs, sourced by build.sh. Its peers are installed here
# and nowhere else.

# build_bench leaves everything in build/bench.
build_bench() {
  mkdir -p build/bench
  bench_edge edge
  bench_edge edge-go
  bench_keyless
  bench_peers
  go build -o build/bench/bench ./tests/bench
}

# bench_edge NAME: build/NAME with the benchmark's own entries.
bench_edge() {
  rm -rf "build/bench/$1"
  cp -r "build/$1" "build/bench/$1"
  cp tests/bench/edge/{fresh,lasting,keyless}.mjs "build/bench/$1/"
}

bench_keyless() {
  local overlay=build/bench/overlay.json
  printf '{"Replace": {"%s": "%s"}}\n' "$ROOT/store/password/derive.go" "$ROOT/tests/bench/_keyless/derive.go" >"$overlay"
  go build -overlay "$overlay" -o build/bench/ringfence-keyless ./worker
}

bench_peers() {
  local peer
  say "building the benchmark's peers"
  npm_locked tests/bench/peers/edge build/bench/npm
  cp tests/bench/peers/edge/*.mjs build/bench/npm/
  for peer in bare better-auth; do
    npx --no-install esbuild "build/bench/npm/$peer.mjs" --bundle --minify --format=esm --platform=neutral --main-fields=module,main \
      --conditions=workerd,worker,import '--external:node:*' '--external:cloudflare:*' --log-level=error --outfile="build/bench/peers/$peer.mjs"
  done
  say "compiling PocketBase (some minutes the first time)"
  (cd tests/bench/peers/pocketbase && go build -o "$ROOT/build/bench/pocketbase" .)
  go build -o build/bench/bare ./tests/bench/peers/bare
}
