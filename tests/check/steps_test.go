// Package check holds the checks of build.sh; here is what tests its own ways.
package check

import (
	"os/exec"
	"strings"
	"testing"
)

// stage has the pieces of build.sh, with steps that only say that they are done.
const stage = `set -euo pipefail
shopt -s inherit_errexit
cd ../..
ROOT=$PWD TOOLS=$PWD/.tools RINGFENCE_NODE=none
say() { echo "says $*"; }
alone() { ("$@"); }
for piece in worker/toolchain/{packages,tinygo,node,edge,steps}.sh tests/check/parts.sh; do source "$piece"; done
need_packages() { echo "packages $*"; }
missing_packages() { :; }
for step in "${STEPS[@]}"; do eval "do_$step() { echo 'did $step'; }; has_$step() { false; }"; done
`

// shell runs a script on the stage and returns what it says, and whether it went well.
func shell(script string) (said string, well bool) {
	out, err := exec.Command("bash", "-c", stage+script).CombinedOutput()
	return string(out), err == nil
}

// TestNeeds: a part brings what it needs and no more, in order, and says first
// what that is.
func TestNeeds(t *testing.T) {
	t.Parallel()
	for part, want := range map[string][]string{
		"native": {"1 min    the native program", "did node", "did npm", "did native",
			"!tinygo", "!TinyGo", "!edge", "!clang"},
		"go": {"did node", "did edge-go", "!tinygo", "!did edge\n", "!native"},
		"tinygo": {"says   2 min    TinyGo", "run --native is there after about one minute", "clang-19",
			"did tinygo\n", "did edge\n"},
		"order":      {"did tinygo", "!edge", "!npm packages"},
		"shellcheck": {"packages shellcheck\n", "!did"},
		"paths":      {"!did", "!says"},
	} {
		said, well := shell(`prepare ${NEEDS[` + part + `]}`)
		if !well {
			t.Errorf("%s: %s", part, said)
		}
		for _, words := range want {
			absent, not := strings.CutPrefix(words, "!")
			if strings.Contains(said, absent) == not {
				t.Errorf("%s: %q: there %t:\n%s", part, absent, not, said)
			}
		}
		if strings.Index(said, "did edge\n") < strings.Index(said, "did tinygo\n") && strings.Contains(said, "did edge\n") {
			t.Errorf("%s: the compiler comes after its program:\n%s", part, said)
		}
	}
}

// TestNothingToSay: what is there already is not spoken of.
func TestNothingToSay(t *testing.T) {
	t.Parallel()
	said, _ := shell(`for step in "${STEPS[@]}"; do eval "has_$step() { true; }"; done; prepare npm edge`)
	if strings.Contains(said, "says") || !strings.Contains(said, "did edge") {
		t.Error(said)
	}
}

// TestStepFails: when one step fails the others end first, and what needs them
// does not begin.
func TestStepFails(t *testing.T) {
	t.Parallel()
	said, well := shell(`do_npm() { false; }; prepare npm native; echo begun`)
	if well || strings.Contains(said, "begun") || !strings.Contains(said, "did native") {
		t.Error(said)
	}
	if said, well := shell(`do_tinygo() { false; }; prepare edge`); well || strings.Contains(said, "did edge") {
		t.Error(said)
	}
}

// TestSideBySide: one step waits for what another that is independent of it says.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	said, well := shell(`pipe=` + t.TempDir() + `/pipe; mkfifo "$pipe"; exec 3<>"$pipe"
do_npm() { read -r -t 30 said <&3; echo "heard $said"; }; do_native() { echo hello >&3; }; prepare npm native`)
	if !well || !strings.Contains(said, "heard hello") {
		t.Error(said)
	}
}

// TestEveryPart is one that can be run, and says what it needs.
func TestEveryPart(t *testing.T) {
	t.Parallel()
	said, well := shell(`for part in "${TESTS[@]}" "${CHECKS[@]}"; do
  [[ -n ${NEEDS[$part]+known} && $(type -t "part_$part") == function ]] || { echo "$part"; exit 1; }
done
for name in "${SMOKE[@]}"; do grep -q "^func $name(" tests/*_test.go || { echo "no test $name"; exit 1; }; done
[[ $((${#TESTS[@]} + ${#CHECKS[@]})) -eq ${#NEEDS[@]} ]]`)
	if !well {
		t.Error(said)
	}
}
