// Package golden is for tests that hold what the program generates against a
// file that is committed. Every test package below handlers/ imports it, so
// that all of them take -update.
package golden

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Check compares got with the file, or writes the file under -update.
func Check(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what is generated; run go test ./handlers/... -run %s -update, and look at the difference", file, t.Name())
	}
}
