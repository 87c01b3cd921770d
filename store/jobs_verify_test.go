package store_test

import (
	"context"
	"fmt"
	"testing"

	"ringfence/store"
	"ringfence/store/db/dbtest"
)

// TestVerifyJob reads a chain of several pages, a slice each, and says what
// VerifyLedger says, whatever has been done to the file.
func TestVerifyJob(t *testing.T) {
	t.Parallel()
	const disarm = `DROP TRIGGER ledger_refuses_`
	for name, c := range map[string]struct {
		sqls   []string
		slices int
	}{
		"whole":               {nil, 3},
		"edited":              {[]string{disarm + `update`, `UPDATE ledger SET actor = 'x' WHERE seq = 7`}, 3},
		"edited, second page": {[]string{disarm + `update`, `UPDATE ledger SET at = at + 1 WHERE seq = 2001`}, 3},
		"deleted":             {[]string{disarm + `delete`, `DELETE FROM ledger WHERE seq = 7`}, 3},
		"numbered from 0":     {[]string{disarm + `update`, `UPDATE ledger SET seq = 0 WHERE seq = 1`}, 3},
		"of another key":      {[]string{disarm + `update`}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, req := noted(t, 4100)
			for _, sql := range c.sqls {
				w.exec(t, sql)
			}
			id := w.beginJob(t, req, store.LedgerVerify, "")
			if name == "of another key" {
				w.exec(t, `UPDATE ledger_head SET mac = 'x'`) // the start has written a good one
			}
			want := w.verify(t, req)
			runs(t, w.Store, c.slices, 0)
			j, err := w.as(t, req).Job(ctx, id)
			must(t, err)
			bad := "null"
			if want.FirstBad > 0 {
				bad = fmt.Sprint(want.FirstBad)
			}
			head := "null"
			if want.Head != "" {
				head = `"` + want.Head + `"`
			}
			result := fmt.Sprintf(`{"valid":%t,"entries":%d,"head":%s,"first_bad":%s}`, want.Valid, want.Entries, head, bad)
			if j.Result != result || want.Valid != (name == "whole") || j.Done != j.Total || j.Done != want.Entries {
				t.Errorf("%d/%d %s, want %s", j.Done, j.Total, j.Result, result)
			}
		})
	}
}

// TestVerifyJobGrows: what is written while it works does not disturb it.
func TestVerifyJobGrows(t *testing.T) {
	t.Parallel()
	w, req := noted(t, 4100)
	w.AddJobKind("grow", func(ctx context.Context, tenant *store.Tenant, s *store.Slice) error {
		s.NoteSlice("x")
		return store.VerifySlice(ctx, tenant, s)
	})
	id := w.beginJob(t, req, "grow", "")
	head := dbtest.One(t, w.db("north"), `SELECT hash FROM ledger_head`).Text()
	runs(t, w.Store, 3, 0)
	w.wantJob(t, req, id, `done 4101/4101 {"valid":true,"entries":4101,"head":"`+head+`","first_bad":null}`)
}
