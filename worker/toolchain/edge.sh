# shellcheck shell=bash
# The programs: one native, two for the edge. Sourced by build.sh.

# build_native makes build/ringfence; Go's own cache makes it quick.
build_native() {
  say "building the native program"
  go build -ldflags "$(version_flags)" -o build/ringfence ./worker
}

# build_edge NAME makes the folder build/NAME that is put on the edge: edge
# with TinyGo, edge-go with standard Go. It is written beside its place and
# moved there whole.
build_edge() {
  local out="build/$1"
  build_wasm "$1"
  rm -rf "$out.new"
  mkdir -p "$out.new"
  cp "build/wasm/$1.wasm" "$out.new/app.wasm"
  find worker/shim -maxdepth 1 -name '*.mjs' ! -name '*.test.mjs' ! -name serve.mjs -exec cp {} "$out.new/" \;
  version_module >"$out.new/version.mjs"
  cp -r handlers/assets/static "$out.new/assets"
  cp worker/shim/_headers "$out.new/assets/"
  cp "$(go list -m -f '{{.Dir}}' github.com/syumai/workers)/cmd/workers-assets-gen/assets/$(wasm_exec_of "$1")" "$out.new/wasm_exec.js"
  rm -rf "$out"
  mv "$out.new" "$out"
}

# build_wasm NAME makes build/wasm/NAME.wasm, unless nothing that could change
# it has changed. The commit is not in it: it stands beside it (version.mjs).
build_wasm() {
  local out="build/wasm/$1" stamp
  stamp=$(wasm_hash "$1")
  if wasm_built "$1"; then return; fi
  mkdir -p build/wasm
  "compile_${1//-/_}" "$out.new"
  mv "$out.new" "$out.wasm"
  echo "$stamp" >"$out.stamp"
}

# wasm_built NAME: it is there, of what the sources are now.
wasm_built() { [[ $(cat "build/wasm/$1.stamp" 2>/dev/null) == "$(wasm_hash "$1")" ]]; }

# compile_edge FILE. More memory at the start means fewer collections. The names of functions, for profiles, are
# 40 KB of an upload. The linker's map is what edge_weights reads.
compile_edge() {
  say "building the WASM with TinyGo"
  "$TOOLS/bin/tinygo" build "${TINYGO_FLAGS[@]}" -o "$1" -ldflags "-extldflags '--initial-memory=16777216 --Map=build/wasm/edge.map'" ./worker
  llvm-strip-19 --strip-all "$1"
}

# compile_edge_go FILE
compile_edge_go() {
  say "building the WASM with standard Go"
  GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$1" ./worker
}

wasm_exec_of() {
  if [[ $1 == edge ]]; then echo wasm_exec_tinygo.js; else echo wasm_exec_go.js; fi
}

# wasm_hash NAME: of everything that could change build/wasm/NAME.wasm. A file that is deleted and not yet committed is
# listed still.
wasm_hash() {
  { echo "$1"; go version; tinygo_hash; git ls-files -co --exclude-standard -z -- \
    go.mod go.sum domain handlers migrations store worker ':!*_test.go' ':!*.mjs' ':!*.sh' ':!worker/toolchain' |
    { xargs -0 sha256sum 2>/dev/null || true; }; sha256sum worker/toolchain/edge.sh; } | sha256sum
}

# What a program answers when it is asked for its version.
git_sha() { git rev-parse --short=12 HEAD 2>/dev/null || echo unknown; }
git_version() { git describe --tags --match 'v*' 2>/dev/null || echo dev; }
version_flags() { echo "-X main.version=$(git_version) -X main.gitSHA=$(git_sha)"; }
version_module() { printf 'export default { VERSION: "%s", GIT_SHA: "%s" };\n' "$(git_version)" "$(git_sha)"; }

# edge_size NAME prints what an upload weighs. TinyGo's must fit the free plan.
edge_size() {
  local raw packed
  raw=$(cat "build/$1"/*.wasm "build/$1"/*js | wc -c)
  packed=$(cat "build/$1"/*.wasm "build/$1"/*js | gzip -9 | wc -c)
  printf 'build/%s: %d bytes, %d gzip -9 (the free plan takes %d)\n' "$1" "$raw" "$packed" "$GZIP_LIMIT"
  [[ $1 != edge || $packed -le $GZIP_LIMIT ]] || die "build/$1 is too large"
}

# edge_weights NAME prints what each module weighs in TinyGo's WASM: a table for docs/weights.md.
edge_weights() {
  [[ $1 != edge ]] || go run ./worker/toolchain/weigh build/wasm/edge.map
}
