package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	forms = "./testdata/forms"
	tools = "../../../.tools"
)

// TestForms compiles the forms with both compilers, runs them, and holds ordvet
// to speaking of exactly those that answer differently.
func TestForms(t *testing.T) {
	gc, tinygo := answers(t, compileGC(t)), answers(t, compileTinyGo(t)...)
	found := found(t)
	for name, answer := range gc {
		t.Run(name, func(t *testing.T) {
			if differ := answer != tinygo[name]; differ != found[name] {
				t.Errorf("gc %s, TinyGo %s, found by ordvet: %v", answer, tinygo[name], found[name])
			}
		})
	}
}

// TestFormsAreOfBothKinds guards the test above against saying nothing.
func TestFormsAreOfBothKinds(t *testing.T) {
	all, found := answers(t, compileGC(t)), found(t)
	if len(found) < 50 || len(all)-len(found) < 15 {
		t.Errorf("%d forms, %d found", len(all), len(found))
	}
}

func TestAllowed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "allow")
	text := "# a comment: not an entry\nnet/http *Server.Serve: never runs\nos Open: nor this\nno reason:\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := readAllowed(file)
	if err != nil {
		t.Fatal(err)
	}
	if !a.covers(finding{pkg: "net/http", function: "*Server.Serve"}) {
		t.Error("an entry is not covered")
	}
	if a.covers(finding{pkg: "no", function: "reason"}) {
		t.Error("an entry without a reason is covered")
	}
	if unused := a.unused(); !slices.Equal(unused, []string{"os Open"}) {
		t.Errorf("unused: %q", unused)
	}
}

// found names the forms that ordvet speaks of.
func found(t *testing.T) map[string]bool {
	t.Helper()
	target, err := targetOf("")
	if err != nil {
		t.Fatal(err)
	}
	program, err := load(target, []string{forms})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range program.findings() {
		if strings.HasSuffix(f.pkg, "/testdata/forms") {
			names[f.function] = true
		}
	}
	return names
}

// answers runs a command and returns what it says of each form.
func answers(t *testing.T, command ...string) map[string]string {
	t.Helper()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", command, err, out)
	}
	forms := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, answer, _ := strings.Cut(strings.TrimSpace(line), " ")
		forms[name] = answer
	}
	return forms
}

func compileGC(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "forms")
	build(t, "go", "build", "-o", program, forms)
	return program
}

// compileTinyGo returns the command that runs the forms as TinyGo compiles them,
// with what ./build.sh install leaves.
func compileTinyGo(t *testing.T) []string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "forms.wasm")
	build(t, tools+"/bin/tinygo", "build", "-target=wasm", "-o", program, forms)
	runners, _ := filepath.Glob(tools + "/tinygo-*/root/targets/wasm_exec.js")
	if len(runners) == 0 {
		t.Fatal("no TinyGo in .tools: run ./build.sh install")
	}
	return []string{tools + "/node/bin/node", "../run.mjs", runners[0], program}
}

func build(t *testing.T, command ...string) {
	t.Helper()
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%q (./build.sh install leaves the tools): %v\n%s", command, err, out)
	}
}
