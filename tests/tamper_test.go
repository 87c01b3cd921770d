package tests

import (
	"os/exec"
	"strings"
	"testing"
)

// Nothing in the file keeps its owner from changing it: the triggers are
// dropped first. What finds it is the chain (LEDGER-3).
const disarm = `DROP TRIGGER ledger_follows_head; DROP TRIGGER ledger_refuses_update; DROP TRIGGER ledger_refuses_delete; DROP TRIGGER ledger_head_stays;`

// Somebody's hands on a file, and the first entry that is no longer true. The
// demo's ledgers have last entries: n is their number.
var tampering = []struct {
	name, sql string
	firstBad  func(n int64) int64
}{
	{"nothing", ``, func(int64) int64 { return 0 }},
	{"edited", `UPDATE ledger SET actor = 'somebody' WHERE seq = 5`, func(int64) int64 { return 5 }},
	{"edited in its time", `UPDATE ledger SET at = at + 1 WHERE seq = 7`, func(int64) int64 { return 7 }},
	{"deleted", `DELETE FROM ledger WHERE seq = 9`, func(int64) int64 { return 9 }},
	{"deleted and closed up", `DELETE FROM ledger WHERE seq = 9; UPDATE ledger SET seq = seq - 1 WHERE seq > 9`, func(int64) int64 { return 9 }},
	{"the first deleted", `DELETE FROM ledger WHERE seq = 1`, func(int64) int64 { return 1 }},
	{"all deleted", `DELETE FROM ledger`, func(int64) int64 { return 1 }},
	{"all deleted, the head too", `DELETE FROM ledger; DELETE FROM ledger_head`, func(int64) int64 { return 1 }},
	{"as on the first day", `DELETE FROM ledger; UPDATE ledger_head SET seq = 0, hash = '', mac = ''`, func(int64) int64 { return 1 }},
	{"reordered", `UPDATE ledger SET seq = -1 WHERE seq = 3; UPDATE ledger SET seq = 3 WHERE seq = 4; UPDATE ledger SET seq = 4 WHERE seq = -1`, func(int64) int64 { return 3 }},
	{"truncated", `DELETE FROM ledger WHERE seq > 10`, func(int64) int64 { return 11 }},
	{"truncated, the head with it", `DELETE FROM ledger WHERE seq > 10; UPDATE ledger_head SET seq = 10, hash = (SELECT hash FROM ledger WHERE seq = 10)`, func(int64) int64 { return 11 }},
	{"the head alone", `UPDATE ledger_head SET mac = hash`, func(n int64) int64 { return n + 1 }},
	{"appended", `INSERT INTO ledger SELECT seq + 1, at, actor, role, action, entity, entity_id, before, after, request_id, hash, hex(randomblob(32)) FROM ledger ORDER BY seq DESC LIMIT 1`, func(n int64) int64 { return n + 1 }},
	{"put before the first", `INSERT INTO ledger SELECT 0, at, actor, role, action, entity, entity_id, before, after, request_id, 'x', hash FROM ledger WHERE seq = 1`, func(int64) int64 { return 1 }},
}

// The server is stopped, an organisation's file is changed for each way of
// tampering, and the server started again is asked what it finds.
func TestTampering(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := another(t, data, "--dev", "--no-seed")
	list, heads := newOrgs(t, s, len(tampering)), make([]int64, len(tampering))
	for i, o := range list {
		heads[i] = o.as(t, "admin").head(t)
	}
	s.end(t)
	byOrg := files(t, data)
	for i, o := range list {
		refuses(t, byOrg[o.slug])
		if err := with(byOrg[o.slug], change(disarm+tampering[i].sql)); err != nil {
			t.Fatal(err)
		}
	}
	s = another(t, data, "--dev", "--no-seed")
	for i, o := range list {
		t.Run(tampering[i].name, func(t *testing.T) {
			admin := *o.as(t, "admin")
			admin.at = s
			found, want := admin.verify(t), tampering[i].firstBad(heads[i])
			if found.Valid != (want == 0) || want != 0 && number(found.FirstBad) != number(&want) {
				t.Errorf("valid=%t first_bad=%s, want %d of %d", found.Valid, number(found.FirstBad), want, heads[i])
			}
			if host == "native" {
				saysTheSame(t, data, o.slug, found)
			}
		})
	}
}

// refuses fails the test unless the file's own triggers keep the ledger.
func refuses(t *testing.T, file string) {
	t.Helper()
	for _, statement := range []string{
		`UPDATE ledger SET actor = 'somebody' WHERE seq = 5`, `DELETE FROM ledger WHERE seq = 5`, `DELETE FROM ledger_head`,
		`INSERT INTO ledger SELECT seq + 5, at, actor, role, action, entity, entity_id, before, after, request_id, hash || 'x', hash FROM ledger LIMIT 1`,
	} {
		if err := with(file, change(statement)); err == nil || !strings.Contains(err.Error(), "ringfence:ledger-") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// saysTheSame asks the command line, as an auditor does.
func saysTheSame(t *testing.T, data, slug string, found chain) {
	t.Helper()
	cmd := exec.Command(program, "verify", "--dev", "--data", data, "--tenant", slug)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if (err == nil) != found.Valid {
		t.Errorf("verify ends with %v", err)
	}
	bad := "0"
	if found.FirstBad != nil {
		bad = number(found.FirstBad)
	}
	if !strings.Contains(string(out), "first_bad="+bad+"\n") {
		t.Errorf("verify says %s", out)
	}
}
