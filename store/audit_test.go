package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/ledger"
)

// noted is north with n ledger entries, the last ones the test's own.
func noted(t *testing.T, n int) (*world, store.Request) {
	t.Helper()
	w := withClinic(t)
	req := w.signIn(t, "north", "admin")
	tenant := w.begin(t, req)
	must(t, tenant.Commit(ctx, tenant.Note(n-int(w.count(t, `SELECT count(*) FROM ledger`))), store.Answer{}))
	return w, req
}

func (w *world) verify(t *testing.T, req store.Request) ledger.Report {
	t.Helper()
	report, err := w.as(t, req).VerifyLedger(ctx)
	must(t, err)
	return report
}

// TestVerifyLedger reads a chain of several pages, of any remainder.
func TestVerifyLedger(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2000, 2001} {
		w, req := noted(t, n)
		if got := w.verify(t, req); !got.Valid || got.Entries != int64(n) || got.FirstBad != 0 || len(got.Head) != 64 {
			t.Errorf("%d entries: %+v", n, got)
		}
	}
}

// TestVerifyTampered: what somebody does with the file and SQL is found (LEDGER-3).
func TestVerifyTampered(t *testing.T) {
	t.Parallel()
	const disarm = `DROP TRIGGER ledger_refuses_`
	for name, c := range map[string]struct {
		sqls     []string
		firstBad int64
	}{
		"edited":              {[]string{disarm + `update`, `UPDATE ledger SET actor = 'x' WHERE seq = 7`}, 7},
		"edited, second page": {[]string{disarm + `update`, `UPDATE ledger SET at = at + 1 WHERE seq = 2001`}, 2001},
		"deleted":             {[]string{disarm + `delete`, `DELETE FROM ledger WHERE seq = 7`}, 7},
		"end cut off":         {[]string{disarm + `delete`, `DELETE FROM ledger WHERE seq > 2001`}, 2002},
		"end cut off and the head set back": {[]string{disarm + `delete`, `DELETE FROM ledger WHERE seq > 2001`,
			`UPDATE ledger_head SET seq = 2001, hash = (SELECT hash FROM ledger WHERE seq = 2001)`}, 2002},
		"reordered":       {[]string{disarm + `update`, `UPDATE ledger SET seq = -1 WHERE seq = 7`, `UPDATE ledger SET seq = 7 WHERE seq = 8`, `UPDATE ledger SET seq = 8 WHERE seq = -1`}, 7},
		"numbered from 0": {[]string{disarm + `update`, `UPDATE ledger SET seq = 0 WHERE seq = 1`}, 1},
		"added": {[]string{`DROP TRIGGER ledger_follows_head`,
			`INSERT INTO ledger SELECT seq + 1, at, actor, role, action, entity, entity_id, before, after, request_id, hash, 'x' FROM ledger WHERE seq = 2010`}, 2011},
		"emptied":       {[]string{disarm + `delete`, `DELETE FROM ledger`}, 1},
		"head replaced": {[]string{`UPDATE ledger_head SET mac = 'x'`}, 2011},
		"head gone":     {[]string{`DROP TRIGGER ledger_head_stays`, `DELETE FROM ledger_head`}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, req := noted(t, 2010)
			for _, sql := range c.sqls {
				w.exec(t, sql)
			}
			if got := w.verify(t, req); got.Valid || got.FirstBad != c.firstBad {
				t.Errorf("%+v, want %d", got, c.firstBad)
			}
		})
	}
}

// TestAppendOnly: the database itself refuses (LEDGER-3).
func TestAppendOnly(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, sql := range []string{`UPDATE ledger SET actor = 'x'`, `DELETE FROM ledger`, `DELETE FROM ledger_head`, `REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1`} {
		if _, err := w.db("north").Write(ctx, []db.Stmt{db.Q(sql)}, nil); !db.IsKind(err, db.Raised) {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// TestWritersAtOnce never fork the chain (LEDGER-3).
func TestWritersAtOnce(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "admin")
	before := w.count(t, `SELECT count(*) FROM ledger`)
	var all sync.WaitGroup
	for range 50 {
		tenant := w.as(t, req)
		all.Go(func() {
			if _, err := tenant.Check(ctx); err != nil {
				t.Error(err)
			} else if err := tenant.Commit(ctx, tenant.Note(1), store.Answer{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := w.verify(t, req); !got.Valid || got.Entries != before+50 {
		t.Errorf("%+v", got)
	}
}

// TestAuditFilter narrows, half-open in time, and pages newest first.
func TestAuditFilter(t *testing.T) {
	t.Parallel()
	w, req := noted(t, 20) // the last four are the test's
	w.pass(1000)
	tenant := w.begin(t, req)
	must(t, tenant.Commit(ctx, tenant.Note(1), store.Answer{}))
	id := w.employee(t, "north", "hr")
	for f, want := range map[store.AuditFilter][]int64{
		{Action: "test.note", Limit: 9}:                         {21, 20, 19, 18, 17},
		{Action: "test.note", Limit: 2}:                         {21, 20, 19}, // one more says that there is another page
		{Action: "test.note", Before: 19, Limit: 9}:             {18, 17},
		{Actor: "test", Entity: "employee", Limit: 9}:           nil,
		{From: noon + 1000, Limit: 9}:                           {21},
		{Until: noon + 1000, Before: 3, Limit: 9}:               {2, 1},
		{From: noon, Until: noon, Limit: 9}:                     nil,
		{Entity: "employee", EntityID: id, Limit: 9}:            {12},
		{Entity: "account", EntityID: id, Limit: 9}:             nil,
		{Actor: "system", Action: "tenant.provision", Limit: 9}: {1},
	} {
		links, err := w.as(t, req).Audit(ctx, f)
		must(t, err)
		var got []int64
		for _, l := range links {
			got = append(got, l.Seq)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: %d, want %d", f, got, want)
		}
	}
}

// TestRoundTrips: one for a read, two for a write (PLAT-4).
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := keyed(w.signIn(t, "north", "admin"), "k", "{}")
	tenant := w.as(t, req)
	counted, stats := store.WithStats(ctx)
	_, change, err := tenant.AddEmployee(counted, person("Ann", "a@b.cd", w.employee(t, "north", "admin")))
	must(t, err)
	must(t, tenant.Commit(counted, change, created))
	if stats.RoundTrips != 2 {
		t.Errorf("a write takes %d round trips", stats.RoundTrips)
	}
	req.Idempotency = nil
	for name, read := range map[string]func(context.Context, *store.Tenant) error{
		"list": func(ctx context.Context, t *store.Tenant) error {
			_, err := t.ListPage(ctx, domain.Employees, store.Filter{Limit: 50})
			return err
		},
		"file": func(ctx context.Context, tenant *store.Tenant) error {
			_, err := tenant.View(ctx, domain.Employees, w.employee(t, "north", "hr"))
			return err
		},
		"form": func(ctx context.Context, t *store.Tenant) error {
			_, _, err := t.Form(ctx, domain.Employees, "", nil)
			return err
		},
		"home": func(ctx context.Context, t *store.Tenant) error {
			var lines []store.AuditLine
			var m store.Mine
			return t.ReadAll(ctx, func(*store.Access) []store.Reading {
				return []store.Reading{t.Recent(&lines, 4), t.MyAbsences(&m, "2025-12-17", 3)}
			})
		},
	} {
		counted, stats := store.WithStats(ctx)
		must(t, read(counted, w.as(t, req)))
		if stats.RoundTrips != 1 {
			t.Errorf("%s takes %d round trips", name, stats.RoundTrips)
		}
	}
}
