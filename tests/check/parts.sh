# shellcheck shell=bash
# The parts of ./build.sh test and ./build.sh check, sourced by build.sh.

# Long ones first: two run at a time.
TESTS=(tinygo collect soak unit native browser browser-edge shim go deploy)
CHECKS=(staticcheck vet order generated format tidy prettier shellcheck paths)

# What each needs (worker/toolchain/steps.sh), and no more.
declare -A NEEDS=(
  [tinygo]="npm edge" [collect]="npm edge" [soak]="npm native edge" [native]="npm native"
  [unit]="npm tinygo stripe-mock poppler-utils qpdf" [browser]="npm native chromium" [browser-edge]="npm edge chromium" [shim]="npm tinygo" [go]="npm edge-go"
  [deploy]="npm edge" [staticcheck]="" [vet]="" [order]="tinygo" [generated]="npm" [format]="" [tidy]="modules"
  [prettier]="npm" [shellcheck]="shellcheck" [paths]=""
)

# What hangs is ended after this long, many times what a busy machine needs: a Go test first, which says where it hangs.
LIMIT=20m GO_LIMIT=15m

# The black-box suite, whole on the hosts that are deployed.
part_native() { black_box native ./tests/...; }
part_tinygo() { black_box tinygo ./tests; }

# part_go: standard Go at the edge is for a look when TinyGo is to blame, and twice as slow. What could differ is how
# it was compiled, so a test of each kind is enough.
SMOKE=(TestFullStrength TestStorm TestPanics TestAccess TestLogin TestLoginCookie TestMFA TestTOTP TestPasskeys TestSSO
  TestLog TestHealth TestPages TestSearch TestConcurrentChanges TestReplay TestOneKeyAtOnce TestEntries TestTampering
  TestMissingSecrets TestEmployeePages TestAbsences TestJob TestLibSQL TestBodies TestMethods TestOutsideTheWindow)
part_go() { black_box go -run "^($(IFS='|'; echo "${SMOKE[*]}"))$" ./tests; }

# part_soak: 50,000 requests leave the memory of either host as it was.
part_soak() {
  local host
  for host in native tinygo; do RINGFENCE_SOAK=1 black_box "$host" -v -run '^TestSoak$' ./tests; done
}

# black_box HOST ARGUMENT... runs tests of the program that is built already, as the other parts use it.
black_box() {
  some_files 'tests/*_test.go'
  RINGFENCE_HOST=$1 RINGFENCE_PROGRAM=build/ringfence go test -count=1 -timeout "$GO_LIMIT" "${@:2}"
}

# part_unit watches for races everywhere but in password, where a derivation would take a quarter of a minute. All of a
# program is watched or none of it: code that generics share between packages is compiled once.
part_unit() {
  go test -count=1 ./store/password
  go list ./... | grep -v -e '^ringfence/tests' -e '^ringfence/build' -e '^ringfence/store/password$' |
    xargs go test -race -count=1 -timeout "$GO_LIMIT"
}

# part_collect gates every patch of the collector's: what is deployed, but it collects garbage at every 101st allocation.
# That takes several times as long, so a test of each kind of work is enough.
COLLECTED=(TestLogin TestMFA TestPasskeys TestSSO TestConnect TestEntries TestAbsences TestAbsencePages
  TestEmployeePages TestActivityFilters TestUserPages TestInviteStaff TestSearch TestJob TestClockAndCron
  TestConcurrentChanges TestOneKeyAtOnce TestReplay TestKeysOfTwoTenants TestManagersReach TestLogo TestImport TestBilling
  TestPaying TestConsoleAccess)
part_collect() {
  rm -rf build/edge-collect
  cp -r build/edge build/edge-collect
  mv build/edge-collect/entry.mjs build/edge-collect/program.mjs
  cp tests/collect/entry.mjs build/edge-collect/
  RINGFENCE_BUILD=build/edge-collect black_box tinygo -run "^($(IFS='|'; echo "${COLLECTED[*]}"))$" ./tests
}

part_browser() { RINGFENCE_HOST=native node_tests 'tests/browser/*.test.mjs'; }
part_browser-edge() { RINGFENCE_HOST=tinygo node_tests 'tests/browser/*.test.mjs'; }
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
    timeout --kill-after=10s "$LIMIT" ./build.sh part "$name" >"build/test/$name.log" 2>&1 </dev/null &
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
