# shellcheck shell=bash
# The native server, built and started again at every change. Sourced by build.sh.
#
# Not templ's own watch mode: it writes other file names into the generated code than go generate does, and stops the
# old server before it knows that the new one compiles.

DEV_SERVER= # its process

# cmd_dev [OPTION]... passes its options to the server. The server in use stays until the next one is built.
cmd_dev() {
  local seen='' now
  trap dev_stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  while true; do
    now=$(dev_state)
    if [[ $now != "$seen" ]]; then
      seen=$now
      if dev_build; then dev_start "$@"; else say "it does not build: the server stays as it was"; fi
    fi
    sleep 0.3
  done
}

# dev_state is another text after every change of a file that the native server is made of.
dev_state() {
  find go.mod domain handlers migrations store worker -path worker/toolchain -prune -o -type f \
    ! -name '.*' ! -name '*_test.go' ! -name '*_templ.go' ! -name '*.mjs' -printf '%p %T@\n' 2>/dev/null | sort
}

dev_build() { go generate -run templ ./handlers/... && go build -o build/ringfence-dev ./worker; }

dev_start() {
  dev_stop
  build/ringfence-dev serve --dev "$@" &
  DEV_SERVER=$!
}

dev_stop() {
  [[ -n $DEV_SERVER ]] || return 0
  kill "$DEV_SERVER" 2>/dev/null || true
  wait "$DEV_SERVER" 2>/dev/null || true
  DEV_SERVER=
}
