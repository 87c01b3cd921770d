# shellcheck shell=bash
# The TinyGo compiler for js/wasm, sourced by build.sh.
#
# It is built from TinyGo's Go module and Debian's LLVM, with patches/ applied
# and _overlay/ laid over it, because TinyGo's own archive carries submodules
# (LLVM, wasi-libc, net) that neither a Go proxy nor Debian serves.

TINYGO_VERSION=v0.41.1
TINYGO_PACKAGES=(llvm-19-dev libclang-19-dev clang-19 lld-19
  libclang-rt-19-dev-wasm32 wasi-libc binaryen g++ patch)

# An overflow of the default 64 KiB stack is silent, one of 1 MiB traps. The
# interpreter of initialisers counts by the clock, and a machine may be busy.
TINYGO_FLAGS=(-target=wasm -no-debug -opt=z -stack-size=1MB -interp-timeout=30m)

# What every request goes through is compiled for speed, the rest to be small.
TINYGO_FAST_PACKAGES=(runtime internal/{bytealg,byteorder,strconv,stringslite} bytes strings encoding/{base64,binary}
  crypto/internal/fips140/{aes,aes/gcm,subtle} crypto/internal/fips140deps/byteorder
  ringfence/{domain,store,store/tenantdb,store/db/durable,store/vault,worker/edge})

# install_tinygo leaves the wrapper .tools/bin/tinygo. The compiler stands in a
# folder named by a hash of all it was made from, so that a change makes
# another; a folder without the file "complete" is what a killed run left.
install_tinygo() {
  local home
  home="$TOOLS/tinygo-$(tinygo_hash)"
  if [[ ! -e $home/complete ]]; then
    need_packages "${TINYGO_PACKAGES[@]}"
    say "building TinyGo $TINYGO_VERSION (two minutes, once)"
    rm -rf "$TOOLS"/tinygo-*
    tinygo_sources "$home"
    (cd "$home/root" && CGO_ENABLED=1 go build -tags "llvm19 osusergo" -o bin/tinygo .)
    tinygo_smoke_test "$home"
    touch "$home/complete"
  fi
  tinygo_wrapper "$home" "$TOOLS/bin/tinygo"
}

tinygo_hash() {
  { go version; uname -m; cd "$ROOT/worker/toolchain" &&
    find tinygo.sh patches _overlay -type f | LC_ALL=C sort | xargs sha256sum; } | sha256sum | cut -c1-12
}

# tinygo_sources HOME: the module's source, patched. A patch that does not
# match exactly ends the run.
tinygo_sources() {
  local source patch
  source=$(cd / && go mod download -json "github.com/tinygo-org/tinygo@$TINYGO_VERSION" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  mkdir -p "$1"
  cp -r "$source" "$1/root"
  chmod -R u+w "$1/root"
  for patch in "$ROOT"/worker/toolchain/patches/*.patch; do
    patch --quiet --strip=1 --fuzz=0 --directory="$1/root" <"$patch" || die "TinyGo's source has changed: $patch does not apply"
  done
  cp -r "$ROOT/worker/toolchain/_overlay/." "$1/root/"
}

# tinygo_wrapper HOME FILE: a command that needs no environment. The caches
# belong to the toolchain: objects made by another one must not be found.
tinygo_wrapper() {
  mkdir -p "$(dirname "$2")"
  cat >"$2.new" <<EOF
#!/bin/sh
export TINYGOROOT='$1/root' WASMOPT=/usr/bin/wasm-opt XDG_CACHE_HOME='$1/cache' TINYGO_FAST_PACKAGES='${TINYGO_FAST_PACKAGES[*]}'
exec '$1/root/bin/tinygo' "\$@"
EOF
  chmod +x "$2.new"
  mv "$2.new" "$2"
}

# tinygo_smoke_test HOME builds and runs a program that uses net/http,
# goroutines and randomness. With the flags of the real program, so that the
# packages they share are compiled once.
tinygo_smoke_test() {
  local said
  tinygo_wrapper "$1" "$1/tinygo"
  (cd "$ROOT/worker/toolchain/smoke" && "$1/tinygo" build "${TINYGO_FLAGS[@]}" -o "$1/smoke.wasm" .)
  said=$("$RINGFENCE_NODE" "$ROOT/worker/toolchain/run.mjs" "$1/root/targets/wasm_exec.js" "$1/smoke.wasm")
  [[ $said == "smoke: ok" ]] || die "the new TinyGo does not work; its program said: $said"
}
