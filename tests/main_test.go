// Package tests is Ringfence seen from outside: one suite that knows nothing
// but HTTP, run against every host.
//
//	RINGFENCE_HOST=native   the native program over SQLite files (the default)
//	RINGFENCE_HOST=tinygo   the TinyGo build on the Workers runtime
//	RINGFENCE_HOST=go       the standard-Go build on the Workers runtime
//
// One server serves the whole suite, on a data folder of its own. A test makes
// the organisations it needs, so tests do not meet; those that measure or
// burden the server run first and alone, the others beside each other. Every
// answer is held against the OpenAPI document (contract_test.go), and every
// line of the log is searched for what must not be in it (log_test.go).
package tests

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

var (
	host = orDefault(os.Getenv("RINGFENCE_HOST"), "native")
	live *server // the suite's own
	api  *contract
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	data, err := os.MkdirTemp("", "ringfence-tests-")
	if err != nil {
		return complain("making a data folder", err)
	}
	defer os.RemoveAll(data)
	if err := prepare(); err != nil {
		return complain("building the program", err)
	}
	if live, err = start(data, "--dev"); err != nil {
		return complain("starting the server", err)
	}
	if api, err = fetchContract(); err != nil {
		return complain("reading the contract", err)
	}
	code := m.Run()
	if err := live.stop(); err != nil {
		code = complain("stopping the server", err)
	}
	return code
}

// program is the native one: the suite's own, so that it is what the sources
// say and no other run starts from it meanwhile, or RINGFENCE_PROGRAM.
var program = orDefault(os.Getenv("RINGFENCE_PROGRAM"), "build/tests/ringfence")

// prepare builds the native program; the edge's are build.sh's to make, as is
// one that the environment names.
func prepare() error {
	if host != "native" || os.Getenv("RINGFENCE_PROGRAM") != "" {
		return nil
	}
	cmd := exec.Command("go", "build", "-o", program, "./worker")
	cmd.Dir, cmd.Stderr = "..", os.Stderr
	return cmd.Run()
}

func complain(doing string, err error) int {
	fmt.Fprintln(os.Stderr, doing+":", err)
	return 1
}

func orDefault(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
