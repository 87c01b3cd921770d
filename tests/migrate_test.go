package tests

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// The operator's way of bringing databases forward, as it is typed. What is
// migrated is shown by store's tests; here by the registry alone, which says
// that two organisations are behind, one of whose files is none.
func TestMigrateCommand(t *testing.T) {
	t.Parallel()
	if host != "native" {
		return // the edge has no command line: its scheduled task does the same
	}
	data := t.TempDir()
	s := another(t, data, "--dev")
	s.end(t)
	now := statusOf(t, data, true, "--status")
	if len(now) != 4+1 || now["northgate"] != now["westbrook"] || now["northgate"] == "1" {
		t.Fatalf("%v", now)
	}
	byOrg := files(t, data)
	if err := with(registryFile(t, data), change(`UPDATE tenants SET schema_version = 1
WHERE slug IN ('northgate', 'southbank')`)); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(byOrg["southbank"])
	if err != nil {
		t.Fatal(err)
	}
	write(t, byOrg["southbank"], []byte(strings.Repeat("not a database", 1000)))
	if got := statusOf(t, data, true, "--status"); got["northgate"] != "1" || got["eastfield"] != now["eastfield"] {
		t.Errorf("%v", got)
	}
	if got := statusOf(t, data, false); got["northgate"] != now["northgate"] || got["southbank"] != "1" ||
		got[""] != "1 migrated, 1 failed" {
		t.Errorf("%v", got)
	}
	write(t, byOrg["southbank"], whole)
	if got := statusOf(t, data, true); got["southbank"] != now["southbank"] || got[""] != "1 migrated, 0 failed" {
		t.Errorf("%v", got)
	}
	if got := statusOf(t, data, true); got[""] != "0 migrated, 0 failed" {
		t.Errorf("%v", got)
	}
	s = another(t, data, "--dev", "--no-seed")
	demo(s, "southbank").as(t, "hr").get(t, "/api/hr/employees").want(t, 200)
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

var standing = regexp.MustCompile(`(?m)^(\w+) +(\d+)  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

// statusOf runs the command and returns what it says: each organisation's
// version, and under "" its first line.
func statusOf(t *testing.T, data string, well bool, options ...string) map[string]string {
	t.Helper()
	cmd := exec.Command(program, append([]string{"migrate", "--dev", "--data", data}, options...)...)
	cmd.Dir = ".."
	out, err := cmd.CombinedOutput()
	if (err == nil) != well {
		t.Errorf("migrate ends with %v:\n%s", err, out)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	found := map[string]string{"": first}
	for _, line := range standing.FindAllStringSubmatch(string(out), -1) {
		found[line[1]] = line[2]
	}
	return found
}
