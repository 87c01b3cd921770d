# shellcheck shell=bash
# Node and the npm packages, sourced by build.sh.

NODE_WANTED=22.12.0 # wrangler's least

# install_node puts Node at .tools/node/bin/node: the machine's own where it is
# new enough, else the one pinned in worker/toolchain/node, which npm serves as
# a package. It needs npm and any Node.
install_node() {
  local node="$RINGFENCE_NODE" own
  if ! new_enough "$node"; then
    own=$(command -v node)
    if ! new_enough "$own"; then
      say "installing Node (the machine's is $("$own" --version))"
      npm_locked "$ROOT/worker/toolchain/node" "$TOOLS/node-package"
      own=$(echo "$TOOLS"/node-package/node_modules/node-linux-*/bin/node)
    fi
    mkdir -p "$TOOLS/node/bin"
    ln -sfn "$own" "$node"
    new_enough "$node" || die "no Node $NODE_WANTED or later for this machine ($(uname -m))"
  fi
}

# new_enough NODE: it runs, is no older than NODE_WANTED, and can run what TinyGo compiles (worker/shim/tasks.mjs).
new_enough() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  printf '%s\n' "$NODE_WANTED" "${version#v}" | sort --check=quiet --version-sort || return 1
  "$1" "$ROOT/worker/shim/tasks.mjs" 2>/dev/null
}

# install_npm_packages makes node_modules what package-lock.json says.
install_npm_packages() {
  if ! npm_installed; then
    say "installing npm packages"
    npm_locked "$ROOT" "$ROOT"
    npm_hash >"$ROOT/node_modules/.ringfence"
  fi
}

npm_installed() { [[ $(cat "$ROOT/node_modules/.ringfence" 2>/dev/null) == "$(npm_hash)" ]]; }

npm_hash() {
  (cd "$ROOT" && cat package.json package-lock.json .npmrc | sha256sum)
}

# npm_locked FROM TO installs the lock file of FROM into TO, checking every
# package's hash. Not "npm ci": it refuses a lock file from which packages for
# other systems are absent, and not every registry has those.
npm_locked() {
  mkdir -p "$2"
  [[ $1 == "$2" ]] || cp "$1/package.json" "$1/package-lock.json" "$2/"
  npm install --prefix "$2" --no-save --no-audit --no-fund --loglevel=error
}
