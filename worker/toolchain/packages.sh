# shellcheck shell=bash
# Debian packages and Go modules, sourced by build.sh.

# need_packages NAME... installs what is missing of the named packages.
need_packages() {
  local missing
  read -ra missing <<<"$(missing_packages "$@")"
  [[ ${#missing[@]} -gt 0 ]] || return 0
  say "installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$TOOLS/apt.log" 2>&1 ||
    { tail -20 "$TOOLS/apt.log" >&2; die "apt-get could not install ${missing[*]}"; }
}

# missing_packages NAME... prints on one line which are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || printf '%s ' "$name"
  done
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

# install_go_modules fills the module cache, so that the checks need no network: go mod tidy reads more modules than a
# build does, those of the dependencies' own tests. Whether go.mod is tidy is for the check to say.
install_go_modules() {
  go mod download
  go mod tidy -diff >/dev/null 2>&1 || true
}

# stripe-mock knows one version of Stripe's API: this one knows that which stripe-go v76 asks for.
STRIPE_MOCK_VERSION=v0.180.0
STRIPE_MOCK="$TOOLS/stripe-mock-$STRIPE_MOCK_VERSION/stripe-mock"

install_stripe_mock() {
  [[ ! -e $STRIPE_MOCK ]] || return 0
  say "building stripe-mock $STRIPE_MOCK_VERSION"
  rm -rf "$TOOLS"/stripe-mock-*
  GOBIN=$(dirname "$STRIPE_MOCK") go install "github.com/stripe/stripe-mock@$STRIPE_MOCK_VERSION"
}
