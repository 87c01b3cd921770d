package store_test

import (
	"slices"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

const (
	monday  = "2026-03-02"
	mondays = `[{"date":"2026-03-02","minutes":450,"kind":"normal","note":null}]`
)

// sheet are the values of a timesheet of a role's own member of staff.
func (w *world) sheet(t testing.TB, who, week, lines string) []string {
	t.Helper()
	return domain.Timesheets.Row(map[string]string{"employee_id": w.employee(t, "north", who), "week_start": week, "lines": lines})
}

// fillIn makes a timesheet, a week with its Monday.
func (w *world) fillIn(t testing.TB, role, who, week string) domain.Record {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", role))
	rec, change, err := tenant.Create(ctx, domain.Timesheets, w.sheet(t, who, week, strings.ReplaceAll(mondays, monday, week)))
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	return rec
}

func (w *world) moveSheet(t testing.TB, role, name, id, reason string) (domain.Record, error) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", role))
	rec, change, err := tenant.Move(ctx, domain.Timesheets, domain.Timesheets.Move(name), id, reason)
	if err == nil {
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	return rec, err
}

// TestTimesheetRules: what a week may hold.
func TestTimesheetRules(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.fillIn(t, "employee", "employee", monday)
	line := func(date, minutes string) string {
		return `{"date":"` + date + `","minutes":` + minutes + `,"kind":"on-call","note":"at home"}`
	}
	for name, c := range map[string]struct{ week, lines, code string }{
		"again":                {monday, "", "timesheet-exists"},
		"a Tuesday":            {"2026-03-03", "", "invalid-request"},
		"the Sunday before":    {"2026-03-09", "[" + line("2026-03-08", "60") + "]", "invalid-request"},
		"the Monday after":     {"2026-03-09", "[" + line("2026-03-16", "60") + "]", "invalid-request"},
		"no time":              {"2026-03-09", "[" + line("2026-03-09", "0") + "]", "invalid-request"},
		"less":                 {"2026-03-09", "[" + line("2026-03-09", "-60") + "]", "invalid-request"},
		"over a day":           {"2026-03-09", "[" + line("2026-03-09", "1441") + "]", "invalid-request"},
		"over a day, in two":   {"2026-03-09", "[" + line("2026-03-09", "1440") + "," + line("2026-03-09", "1") + "]", "invalid-request"},
		"a day and a day":      {"2026-03-09", "[" + line("2026-03-09", "1440") + "," + line("2026-03-15", "1440") + "]", ""},
		"the week after, bare": {"2026-03-16", "", ""},
	} {
		tenant := w.as(t, w.signIn(t, "north", "employee"))
		rec, _, err := tenant.Create(ctx, domain.Timesheets, w.sheet(t, "employee", c.week, c.lines))
		if wantCode(t, err, c.code); t.Failed() {
			t.Fatal(name)
		}
		want := map[string]string{"a day and a day": "2880", "the week after, bare": "0"}[name]
		if got := domain.Timesheets.Get(rec)("total_minutes"); c.code == "" && got != want {
			t.Errorf("%s: %s minutes, want %s", name, got, want)
		}
	}
}

// TestTimesheetMoves: each step is for whom it is, from where it makes sense,
// and what is locked does not change in any way.
func TestTimesheetMoves(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	rec := w.fillIn(t, "employee", "employee", monday)
	refused := func(role, name, reason, code string) {
		t.Helper()
		_, err := w.moveSheet(t, role, name, rec.ID, reason)
		wantCode(t, err, code)
	}
	moved := func(role, name, reason, state string) {
		t.Helper()
		got, err := w.moveSheet(t, role, name, rec.ID, reason)
		must(t, err)
		if domain.Timesheets.State(got) != state {
			t.Errorf("%s: %s, want %s", name, domain.Timesheets.State(got), state)
		}
	}
	edit := func(role, code string) {
		t.Helper()
		tenant := w.as(t, w.signIn(t, "north", role))
		_, _, err := tenant.Edit(ctx, domain.Timesheets, rec.ID, 0, map[string]string{"lines": ""})
		wantCode(t, err, code)
	}
	refused("clinical", "submit", "", "not-found")
	refused("finance", "submit", "", "forbidden")
	refused("manager", "approve", "", "wrong-state")
	moved("employee", "submit", "", "submitted")
	edit("employee", "wrong-state")
	refused("employee", "approve", "", "forbidden")
	refused("finance", "approve", "", "forbidden")
	refused("manager", "return", "", "invalid-request")
	moved("manager", "return", "Friday is missing", "returned")
	edit("employee", "")
	refused("manager", "approve", "", "wrong-state")
	moved("employee", "submit", "", "submitted")
	moved("manager", "approve", "", "approved")
	refused("manager", "lock", "", "forbidden")
	moved("finance", "lock", "", "locked")
	for _, role := range []string{"employee", "manager", "hr", "admin"} {
		edit(role, "wrong-state")
	}
	for _, name := range []string{"submit", "approve", "return", "lock"} {
		refused("hr", name, "for a reason", "wrong-state")
	}
	_, _, err := w.as(t, w.signIn(t, "north", "hr")).Create(ctx, domain.Timesheets, w.sheet(t, "employee", monday, ""))
	wantIs(t, err, domain.ErrTimesheetExists)
	refused("hr", "reopen", "", "invalid-request")
	refused("manager", "reopen", "paid already", "forbidden")
	moved("hr", "reopen", "An hour was missing", "returned")
	edit("employee", "")

	own := w.fillIn(t, "manager", "manager", monday)
	_, err = w.moveSheet(t, "manager", "submit", own.ID, "")
	must(t, err)
	_, err = w.moveSheet(t, "manager", "approve", own.ID, "")
	wantIs(t, err, domain.ErrForbidden)
}

// TestTimesheetReach: managers see the timesheets of the people below them.
func TestTimesheetReach(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, who := range []string{"employee", "manager", "clinical", "finance"} {
		w.fillIn(t, "hr", who, monday)
	}
	for role, want := range map[string]int{"admin": 4, "hr": 4, "finance": 4, "readonly": 4, "manager": 2, "employee": 1, "clinical": 1} {
		list, err := w.as(t, w.signIn(t, "north", role)).List(ctx, domain.Timesheets, store.Filter{Limit: 50})
		if err != nil || len(list.Records) != want {
			t.Errorf("%s reads %d, %v, want %d", role, len(list.Records), err, want)
		}
	}
	_, _, err := w.as(t, w.signIn(t, "north", "employee")).Create(ctx, domain.Timesheets, w.sheet(t, "clinical", "2026-03-09", ""))
	wantCode(t, err, "invalid-request")
}

// TestTimesheetRaces: what was decided at once is decided again, so that an edit
// is in what was submitted or refused, and one decision stands.
func TestTimesheetRaces(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	of := domain.Timesheets
	type step func(*store.Tenant, string) (*store.Change, error)
	edit := func(tenant *store.Tenant, id string) (*store.Change, error) {
		_, change, err := tenant.Edit(ctx, of, id, 0, map[string]string{"lines": ""})
		return change, err
	}
	move := func(name string) step {
		return func(tenant *store.Tenant, id string) (*store.Change, error) {
			_, change, err := tenant.Move(ctx, of, of.Move(name), id, "a reason")
			return change, err
		}
	}
	for i, c := range []struct {
		name          string
		first, second step
		again         error // of the second, decided anew
		submitted     bool  // before
	}{
		{"submit, then edit", move("submit"), edit, domain.ErrWrongState, false},
		{"edit, then submit", edit, move("submit"), nil, false},
		{"approve, then return", move("approve"), move("return"), domain.ErrWrongState, true},
		{"return, then approve", move("return"), move("approve"), domain.ErrWrongState, true},
	} {
		rec := w.fillIn(t, "hr", "employee", []string{"2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"}[i])
		if c.submitted {
			_, err := w.moveSheet(t, "employee", "submit", rec.ID, "")
			must(t, err)
		}
		req := w.signIn(t, "north", "hr")
		first, second := w.as(t, req), w.as(t, req)
		a, err := c.first(first, rec.ID)
		must(t, err)
		b, err := c.second(second, rec.ID)
		must(t, err)
		must(t, first.Commit(ctx, a, store.Answer{}))
		wantIs(t, second.Commit(ctx, b, store.Answer{}), store.ErrStale)
		if _, err = c.second(second.Again(), rec.ID); err != c.again {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestMoveAll moves what a filter finds and the caller may move, once, each with
// its entry; what changed meanwhile is decided anew.
func TestMoveAll(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	weeks := []string{"2026-02-23", "2026-03-02", "2026-03-09", "2026-03-30"} // the last ends in April, the first in March
	var ids []string
	for _, week := range weeks {
		rec := w.fillIn(t, "hr", "employee", week)
		_, err := w.moveSheet(t, "hr", "submit", rec.ID, "")
		must(t, err)
		ids = append(ids, rec.ID)
	}
	own := w.fillIn(t, "manager", "manager", monday)
	_, err := w.moveSheet(t, "manager", "submit", own.ID, "")
	must(t, err)
	stranger := w.fillIn(t, "hr", "clinical", monday)
	_, err = w.moveSheet(t, "hr", "submit", stranger.ID, "")
	must(t, err)

	manager := w.as(t, w.signIn(t, "north", "manager"))
	n, change, err := manager.ApproveTimesheets(ctx, append(ids, own.ID, stranger.ID, "nosuch"))
	must(t, err)
	must(t, manager.Commit(ctx, change, store.Answer{}))
	if n != 4 || w.count(t, `SELECT count(*) FROM timesheets WHERE state = 'approved' AND moved_by = ?`, db.Text(w.account(t, "north", "manager"))) != 4 {
		t.Errorf("%d approved", n)
	}
	lock := func() (locked, left int64, tenant *store.Tenant, change *store.Change) {
		t.Helper()
		tenant = w.as(t, w.signIn(t, "north", "finance"))
		locked, left, change, err := tenant.LockTimesheets(ctx, "2026-03")
		must(t, err)
		return locked, left, tenant, change
	}
	locked, left, finance, change := lock()
	_, err = w.moveSheet(t, "hr", "reopen", ids[0], "An hour is missing")
	must(t, err)
	if wantIs(t, finance.Commit(ctx, change, store.Answer{}), store.ErrStale); locked != 3 || left != 0 {
		t.Errorf("%d of 3 to lock, %d left", locked, left)
	}
	locked, _, finance, change = lock()
	must(t, finance.Commit(ctx, change, store.Answer{}))
	if entries := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'timesheet.lock'`); locked != 2 || entries != 2 {
		t.Errorf("%d locked, %d entries", locked, entries)
	}
	locked, _, finance, change = lock()
	if must(t, finance.Commit(ctx, change, store.Answer{})); locked != 0 {
		t.Errorf("%d locked again", locked)
	}
	time, err := finance.Again().LockedTime(ctx, "2026-03")
	if err != nil || len(time) != 1 || !slices.Equal(time[0].Minutes, []int64{900, 0, 0, 0}) {
		t.Errorf("%+v, %v", time, err)
	}
}

// TestLatestFirst: the newest week comes first, and pages go on to the oldest and
// back.
func TestLatestFirst(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	weeks := []string{"2026-03-16", "2026-03-09", "2026-03-02"}
	ids := map[string]string{}
	for _, i := range []int{1, 0, 2} {
		ids[weeks[i]] = w.fillIn(t, "hr", "employee", weeks[i]).ID
	}
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	for _, c := range []struct {
		f    store.Filter
		want []string
	}{
		{store.Filter{}, weeks},
		{store.Filter{After: ids[weeks[0]]}, weeks[1:]},
		{store.Filter{Before: ids[weeks[2]]}, weeks[:2]},
		{store.Filter{Sort: "week_start"}, []string{weeks[2], weeks[1], weeks[0]}},
		{store.Filter{Sort: "-week_start"}, weeks},
	} {
		c.f.Limit = 9
		list, err := tenant.List(ctx, domain.Timesheets, c.f)
		must(t, err)
		var got []string
		for _, rec := range list.Records {
			got = append(got, domain.Timesheets.Get(rec)("week_start"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.f, got, c.want)
		}
	}
}
