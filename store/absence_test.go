package store_test

import (
	"slices"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

// absence are the values of an absence of a role's own member of staff, or of
// the one with an id.
func (w *world) absence(t testing.TB, who, first, last string, more ...string) []string {
	t.Helper()
	if _, isRole := domain.ParseRole(who); isRole {
		who = w.employee(t, "north", who)
	}
	values := make([]string, len(domain.Absences.Columns))
	given := append([]string{"employee_id", who, "kind", "annual", "first_day", first, "last_day", last}, more...)
	for i := 0; i < len(given); i += 2 {
		values[domain.Absences.Index(given[i])] = given[i+1]
	}
	return values
}

func (w *world) request(t testing.TB, role string, values []string) (domain.Record, error) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", role))
	rec, change, err := tenant.Create(ctx, domain.Absences, values)
	if err == nil {
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	return rec, err
}

func (w *world) move(t testing.TB, role, name, id, reason string) (domain.Record, error) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", role))
	rec, change, err := tenant.Move(ctx, domain.Absences, domain.Absences.Move(name), id, reason)
	if err == nil {
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	return rec, err
}

// TestAbsenceReach: each role asks for whom it reaches, and reads that far.
func TestAbsenceReach(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for about, askers := range map[string]string{"employee": "admin hr manager employee", "manager": "admin hr manager", "clinical": "admin hr clinical"} {
		for day, role := range domain.TenantRoles.Names() {
			date := "2026-03-0" + string(rune('1'+day))
			_, err := w.request(t, role, w.absence(t, about, date, date))
			if allowed := slices.Contains(strings.Fields(askers), role); allowed != (err == nil) {
				t.Errorf("%s asks for %s: %v", role, about, err)
			}
		}
	}
	for role, want := range map[string]int{"admin": 10, "hr": 10, "finance": 10, "readonly": 10, "manager": 7, "employee": 4, "clinical": 3} {
		list, err := w.as(t, w.signIn(t, "north", role)).List(ctx, domain.Absences, store.Filter{Limit: 50})
		if err != nil || len(list.Records) != want {
			t.Errorf("%s reads %d, %v, want %d", role, len(list.Records), err, want)
		}
	}
}

// TestAbsenceMoves: who decides, never on their own, and what is kept of it.
func TestAbsenceMoves(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	rec, err := w.request(t, "employee", w.absence(t, "employee", "2026-03-02", "2026-03-06", "note", "a cousin's wedding"))
	must(t, err)
	for role, want := range map[string]string{"employee": "forbidden", "readonly": "forbidden", "clinical": "not-found"} {
		_, err := w.move(t, role, "approve", rec.ID, "")
		wantCode(t, err, want)
	}
	_, err = w.move(t, "manager", "refuse", rec.ID, "")
	wantCode(t, err, "invalid-request")
	rec, err = w.move(t, "manager", "approve", rec.ID, "")
	must(t, err)
	get := domain.Absences.Get(rec)
	if get("state") != "approved" || get("decided_by") != w.account(t, "north", "manager") || get("decided_at") == "" || rec.Version != 2 {
		t.Errorf("%+v", rec)
	}
	if action, _, after := w.newest(t); action != "absence.approve" || after == "" {
		t.Errorf("entered as %s %s", action, after)
	}
	_, err = w.move(t, "manager", "approve", rec.ID, "")
	wantIs(t, err, domain.ErrWrongState)
	_, _, err = w.as(t, w.signIn(t, "north", "hr")).Edit(ctx, domain.Absences, rec.ID, 0, map[string]string{"kind": "study"})
	wantIs(t, err, domain.ErrWrongState)
	own, err := w.request(t, "manager", w.absence(t, "manager", "2026-05-01", "2026-05-01"))
	must(t, err)
	_, err = w.move(t, "manager", "approve", own.ID, "")
	wantIs(t, err, domain.ErrForbidden)
	_, err = w.move(t, "employee", "cancel", rec.ID, "")
	must(t, err)
}

// TestAbsenceNote is sealed, and for HR and the person alone.
func TestAbsenceNote(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	rec, err := w.request(t, "employee", w.absence(t, "employee", "2026-03-02", "2026-03-06", "kind", "sick", "note", "a broken arm"))
	must(t, err)
	if w.count(t, `SELECT count(*) FROM absences WHERE note LIKE 'v1.%'`) != 1 || w.count(t, `SELECT count(*) FROM ledger WHERE instr(after, 'broken') > 0`) != 0 {
		t.Error("the note is not sealed")
	}
	for role, reads := range map[string]bool{"hr": true, "employee": true, "admin": false, "manager": false, "readonly": false} {
		got, err := w.as(t, w.signIn(t, "north", role)).Get(ctx, domain.Absences, rec.ID)
		if note := domain.Absences.Get(got)("note"); err != nil || (note != "") != reads {
			t.Errorf("%s reads %q, %v", role, note, err)
		}
	}
	_, err = w.request(t, "manager", w.absence(t, "employee", "2026-04-02", "2026-04-06", "note", "theirs to say"))
	wantIs(t, err, domain.ErrForbidden)
}

// TestAbsenceOverlap: one is away once at a time; two half days may share a date.
func TestAbsenceOverlap(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	_, err := w.request(t, "hr", w.absence(t, "hr", "2026-03-02", "2026-03-06", "last_half", "true"))
	must(t, err)
	for name, c := range map[string]struct {
		values []string
		code   string
	}{
		"inside":           {w.absence(t, "hr", "2026-03-03", "2026-03-04"), "absence-overlap"},
		"around":           {w.absence(t, "hr", "2026-03-01", "2026-03-31"), "absence-overlap"},
		"the last morning": {w.absence(t, "hr", "2026-03-06", "2026-03-06", "last_half", "true"), "absence-overlap"},
		"the afternoon":    {w.absence(t, "hr", "2026-03-06", "2026-03-09", "first_half", "true"), ""},
		"somebody else":    {w.absence(t, "finance", "2026-03-03", "2026-03-04"), ""},
		"backwards":        {w.absence(t, "hr", "2026-06-03", "2026-06-02"), "invalid-request"},
		"neither half":     {w.absence(t, "hr", "2026-06-03", "2026-06-03", "first_half", "true", "last_half", "true"), "invalid-request"},
		"nobody":           {w.absence(t, "nosuch", "2026-06-03", "2026-06-03"), "invalid-request"},
	} {
		_, err := w.request(t, "hr", c.values)
		if wantCode(t, err, c.code); t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestAbsenceRace: of two that ask for the same days at once one is refused,
// though both were decided before either was written.
func TestAbsenceRace(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	first, second := w.as(t, req), w.as(t, req)
	_, a, err := first.Create(ctx, domain.Absences, w.absence(t, "hr", "2026-03-02", "2026-03-06"))
	must(t, err)
	_, b, err := second.Create(ctx, domain.Absences, w.absence(t, "hr", "2026-03-06", "2026-03-08"))
	must(t, err)
	must(t, first.Commit(ctx, a, store.Answer{}))
	wantIs(t, second.Commit(ctx, b, store.Answer{}), store.ErrStale)
	_, _, err = second.Again().Create(ctx, domain.Absences, w.absence(t, "hr", "2026-03-06", "2026-03-08"))
	wantIs(t, err, domain.ErrAbsenceOverlap)
	if n := w.count(t, `SELECT count(*) FROM absences`); n != 1 {
		t.Errorf("%d absences", n)
	}
}

// TestSortedPages: every sorting, either way, pages through all records once,
// and a cursor beyond one's reach is as one that is not there (L2).
func TestSortedPages(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for i, role := range domain.TenantRoles.Names() {
		day := "2026-03-0" + string(rune('1'+i%3))
		_, err := w.request(t, "hr", w.absence(t, role, day, day))
		must(t, err)
	}
	req := w.signIn(t, "north", "hr")
	for _, sort := range []string{"", "last_day", "-last_day", "kind", "-kind", "state"} {
		seen, after := map[string]bool{}, ""
		for range 10 {
			list, err := w.as(t, req).List(ctx, domain.Absences, store.Filter{Sort: sort, After: after, Limit: 2, Count: true})
			must(t, err)
			if list.Total != 7 {
				t.Errorf("%d in all", list.Total)
			}
			for _, r := range list.Records[:min(2, len(list.Records))] {
				if seen[r.ID] {
					t.Errorf("sorted by %q: twice", sort)
				}
				seen[r.ID], after = true, r.ID
			}
			if len(list.Records) < 3 {
				break
			}
		}
		if len(seen) != 7 {
			t.Errorf("sorted by %q: %d of 7", sort, len(seen))
		}
	}
	theirs := w.count(t, `SELECT count(*) FROM absences WHERE employee_id = ?`, db.Text(w.employee(t, "north", "hr")))
	list, err := w.as(t, req).List(ctx, domain.Absences, store.Filter{Where: [][2]string{{"employee_id", w.employee(t, "north", "hr")}}, Limit: 9})
	if err != nil || int64(len(list.Records)) != theirs {
		t.Fatalf("%v, %v", list, err)
	}
	for _, after := range []string{list.Records[0].ID, "nosuch"} {
		_, err := w.as(t, w.signIn(t, "north", "employee")).List(ctx, domain.Absences, store.Filter{After: after, Limit: 9})
		wantCode(t, err, "invalid-request")
	}
}

// TestUndeclared: what was not declared for it does not become a part of a
// statement.
func TestUndeclared(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	for _, f := range []store.Filter{{Sort: "note"}, {Sort: "-id) OR (1"}, {Where: [][2]string{{"note", "x"}}}, {Where: [][2]string{{"1 = 1 OR id", "x"}}}} {
		if list, err := w.as(t, req).List(ctx, domain.Absences, f); err == nil || list.Records != nil {
			t.Errorf("%+v: %v", f, list)
		}
	}
	for role, want := range map[string]int{"finance": 1, "employee": 1, "manager": 2, "hr": 7} {
		_, choices, err := w.as(t, w.signIn(t, "north", role)).Form(ctx, domain.Absences, "", nil)
		if got := len(choices["employee_id"].Options); err != nil || got != want {
			t.Errorf("%s can ask for %d, %v, want %d", role, got, err, want)
		}
	}
}
