# shellcheck shell=bash
# What tasks and parts need is brought here: what takes long is said first, and what is independent goes side by side.
# Sourced by build.sh.

# Steps in the order in which they may go, and how long each takes where nothing is there yet (two cores, by turns).
STEPS=(node npm modules stripe-mock tinygo native edge-go edge)
declare -A TAKES=(
  [node]="10 s     Node, from npm"
  [npm]="30 s     npm packages"
  [modules]="30 s     Go modules"
  [stripe-mock]="1 min    stripe-mock, from its source"
  [tinygo]="2 min    TinyGo $TINYGO_VERSION, from its source"
  [native]="1 min    the native program"
  [edge-go]="1 min    the WASM by standard Go"
  [edge]="4 min    the WASM by TinyGo"
)
declare -A FIRST=([npm]=node [tinygo]=node [edge]=tinygo) # what a step cannot do without

# prepare NEED... brings steps, and Debian packages by name, one build.sh at a time.
prepare() { alone prepare_alone "$@"; }
prepare_alone() {
  local need steps=() packages=()
  for need in "$@"; do add_need "$need"; done
  announce
  need_packages "${packages[@]}"
  do_steps node
  together "do_steps npm" "do_steps tinygo edge" "do_steps modules native edge-go stripe-mock"
}

# add_need NEED adds to prepare's steps and packages what it takes.
add_need() {
  if [[ ! " ${STEPS[*]} " == *" $1 "* ]]; then packages+=("$1"); return; fi
  if [[ " ${steps[*]} " == *" $1 "* ]]; then return; fi
  if [[ -n ${FIRST[$1]-} ]]; then add_need "${FIRST[$1]}"; fi
  case $1 in
    node) command -v npm >/dev/null || packages+=(nodejs npm) ;;
    tinygo) packages+=("${TINYGO_PACKAGES[@]}") ;;
  esac
  steps+=("$1")
}

# announce says what is not there yet and how long it takes.
announce() {
  local step new=()
  if [[ -n $(missing_packages "${packages[@]}") ]]; then new+=("1 min    Debian packages"); fi
  for step in "${steps[@]}"; do "has_$step" || new+=("${TAKES[$step]}"); done
  [[ ${#new[@]} -gt 0 ]] || return 0
  say "missing, with how long each takes; what is independent goes side by side:"
  for step in "${new[@]}"; do say "  $step"; done
  if [[ " ${steps[*]} " == *" edge "* ]]; then say "(./build.sh run --native is there after about one minute)"; fi
}

# do_steps STEP... does those that prepare was asked for. Each passes over what is there already.
do_steps() {
  local step
  for step in "$@"; do
    if [[ " ${steps[*]} " == *" $step "* ]]; then "do_$step"; fi
  done
}

do_node() { install_node; }
do_npm() { install_npm_packages; }
do_modules() { install_go_modules; }
do_stripe-mock() { install_stripe_mock; }
do_tinygo() { install_tinygo; }
do_native() { build_native; }
do_edge() { build_edge edge; }
do_edge-go() { build_edge edge-go; }

has_node() { new_enough "$RINGFENCE_NODE"; }
has_npm() { npm_installed; }
has_modules() { GOPROXY=off go mod tidy -diff >/dev/null 2>&1; }
has_stripe-mock() { [[ -e "$STRIPE_MOCK" ]]; }
has_tinygo() { [[ -e "$TOOLS/tinygo-$(tinygo_hash)/complete" ]]; }
has_native() { [[ -e build/ringfence ]]; }
has_edge() { has_tinygo && wasm_built edge; }
has_edge-go() { wasm_built edge-go; }

# together COMMAND... runs commands, a text each, side by side, and fails if one does.
together() {
  local command pid failed=0 pids=()
  set -m # each leads a process group, so that it can be ended whole
  trap 'for pid in "${pids[@]}"; do kill -- "-$pid" 2>/dev/null; done; exit 130' INT TERM
  for command in "$@"; do
    $command </dev/null &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return "$failed"
}
