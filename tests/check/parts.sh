# shellcheck shell=bash
# The parts of ./build.sh test and ./build.sh check, sourced by build.sh.

# Long ones first: two run at a time.
TESTS=(tinygo go native browser shim unit deploy)
CHECKS=(staticcheck vet order generated format tidy prettier shellcheck paths)
TEST_PACKAGES=(chromium shellcheck poppler-utils qpdf)

# The black-box suite, once for each host.
part_native() { black_box native; }
part_tinygo() { black_box tinygo; }
part_go() { black_box go; }
black_box() {
  some_files 'tests/*_test.go'
  RINGFENCE_HOST=$1 go test -count=1 -timeout 15m ./tests/...
}

# part_unit watches for races everywhere but in password, where a derivation would take a quarter of a minute. All of a
# program is watched or none of it: code that generics share between packages is compiled once.
part_unit() {
  go test -count=1 ./store/password
  go list ./... | grep -v -e '^ringfence/tests' -e '^ringfence/build' -e '^ringfence/store/password$' |
    xargs go test -race -count=1 -timeout 15m
}

part_browser() { node_tests 'tests/browser/*.test.mjs'; }
part_shim() { node_tests 'worker/shim/*.test.mjs'; }
part_deploy() { cmd_deploy --dry-run; }

part_vet() {
  go vet ./...
  edge_packages | GOOS=js GOARCH=wasm xargs go vet
}

# part_staticcheck builds the tool first: run by go tool it would be built for the edge as well.
part_staticcheck() {
  go build -o build/staticcheck honnef.co/go/tools/cmd/staticcheck
  build/staticcheck ./...
  edge_packages | GOOS=js GOARCH=wasm xargs build/staticcheck
}

# edge_packages lists the packages with files for the edge alone.
edge_packages() { git_files '*_js.go' | xargs -n1 dirname | sort -u | sed 's#^#./#'; }

# part_order: see the program's own words, worker/toolchain/ordvet/main.go.
part_order() {
  go run ./worker/toolchain/ordvet -tinygo .tools/bin/tinygo -allow worker/toolchain/ordvet/allow.txt ./worker
}

part_format() { nothing "not as gofmt writes it" "$(git_files '*.go' | xargs gofmt -l)"; }

# part_tidy: go.mod and go.sum are as go mod tidy writes them. It needs no network after ./build.sh install.
part_tidy() { GOPROXY=off go mod tidy -diff; }

part_prettier() { git_files '*.mjs' | xargs npx --no-install prettier --check; }
part_shellcheck() { shellcheck --severity=warning --external-sources build.sh .ci/run; }

# part_generated: go generate, run on a copy, changes nothing.
part_generated() {
  local copy
  copy=$(mktemp -d)
  git_files | tar --create --files-from=- | tar --extract --directory="$copy"
  ln -s "$ROOT/node_modules" "$copy/"
  (cd "$copy" && go generate ./...)
  git_files | while read -r file; do cmp "$file" "$copy/$file"; done
  rm -r "$copy"
}

# part_paths: no file names a developer's machine or a package registry.
part_paths() {
  nothing "a path of somebody's machine" "$(git grep -nIE '(^|[^[:alnum:]._/*-])/(work|root|tmp|home/[a-z]+)/')"
  nothing "a package registry" "$(git grep -nIE '"resolved["]:|registry[.]npm|proxy[.]golang[.]org')"
}

# run_parts NAME... runs the parts two at a time, each in a shell of its own with
# its output in build/test/NAME.log, shown only when the part fails.
run_parts() {
  local name failed=0
  local -A part=() began=()
  mkdir -p build/test
  set -m # each part leads a process group, so that it can be ended whole
  trap 'end_parts; exit 130' INT TERM
  for name in "$@"; do
    [[ ${#part[@]} -lt 2 ]] || finish_part
    began[$name]=$SECONDS
    (set -e; "part_$name") >"build/test/$name.log" 2>&1 </dev/null &
    part[$!]=$name
  done
  while [[ ${#part[@]} -gt 0 ]]; do finish_part; done
  echo "$(($# - failed)) passed, $failed failed"
  [[ $failed -eq 0 ]]
}

# finish_part waits for one of run_parts' parts and reports it.
finish_part() {
  local pid name verdict=ok
  wait -n -p pid "${!part[@]}" || verdict=FAILED
  name=${part[$pid]}
  unset "part[$pid]"
  [[ $verdict == ok ]] || { failed=$((failed + 1)); tail -n 200 "build/test/$name.log"; }
  printf '%-6s %-12s %4d s\n' "$verdict" "$name" $((SECONDS - began[$name]))
}

end_parts() {
  local pid
  for pid in "${!part[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
}

# git_files [PATTERN] lists the project's files, also those not committed yet.
git_files() {
  git ls-files --cached --others --exclude-standard --deduplicate -- "$@" | while read -r file; do
    [[ ! -f $file ]] || echo "$file"
  done
}

# nothing WHAT TEXT fails, showing TEXT, unless it is empty.
nothing() {
  [[ -z $2 ]] || { printf '%s:\n%s\n' "$1" "$2"; return 1; }
}

# some_files PATTERN fails when there are none: a suite that is not there has
# not passed.
some_files() { [[ -n $(git_files "$1") ]] || { echo "no test: $1"; return 1; }; }

node_tests() {
  some_files "$1"
  node --test --test-timeout=600000 --test-reporter=spec "$1"
}
