package store_test

import (
	"slices"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// reminds does the day's work and checks how many people were written to.
func (w *world) reminds(t testing.TB, want int64) {
	t.Helper()
	must(t, w.MarkAllDue(ctx))
	w.pass(6 * hour) // the visits are spread
	done, err := w.Remind(ctx)
	if err != nil || done.People != want || done.Failures != nil {
		t.Errorf("%+v, %v, want %d people", done, err, want)
	}
	if again, err := w.Remind(ctx); err != nil || again.People != 0 {
		t.Errorf("run twice: %+v, %v", again, err)
	}
}

// asks makes a request for leave that hr, the admin and, if it is the
// employee's, the manager may decide on.
func (w *world) asks(t testing.TB, role, day string) domain.Record {
	t.Helper()
	rec, err := w.request(t, role, w.absence(t, role, day, day))
	must(t, err)
	return rec
}

// TestRemind: everybody for whom something waits gets one message, however
// much it is and however often it is run; of the same tasks another only after
// a week, and of what is new the next day.
func TestRemind(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	w.reminds(t, 0)
	w.asks(t, "employee", "2026-03-02")
	w.asks(t, "clinical", "2026-03-02")
	w.reminds(t, 3)
	must(t, w.MarkAllDue(ctx))
	w.sends(t, 3, 0)
	for _, m := range d.Accepted() {
		want := map[string]string{"manager@north.example": "The north: You have 1 thing to do"}[m.To[0].Email]
		if want == "" {
			want = "The north: You have 2 things to do"
		}
		if m.Subject != want {
			t.Errorf("%s: %q", m.To[0].Email, m.Subject)
		}
	}
	w.reminds(t, 0) // on the same day
	w.pass(day)
	w.reminds(t, 0) // nothing is new
	rec := w.asks(t, "employee", "2026-03-03")
	w.asks(t, "hr", "2026-03-03")
	w.reminds(t, 3)
	_, err := w.move(t, "manager", "approve", rec.ID, "")
	must(t, err)
	w.pass(6 * day)
	w.reminds(t, 0)
	w.pass(day)
	w.reminds(t, 3) // the others still wait
}

// TestRemindTogether: of two runs at the same time one writes, and each of them
// is content.
func TestRemindTogether(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	w.asks(t, "employee", "2026-03-02")
	must(t, w.MarkAllDue(ctx))
	w.pass(6 * hour)
	var other store.Reminded
	w.between = func() {
		var err error
		other, err = w.process(t, masterKey(1)).Remind(ctx)
		must(t, err)
	}
	done, err := w.Remind(ctx)
	if err != nil || done.People != 0 || other.People != 3 || done.Failures != nil {
		t.Errorf("%+v, %v, and the other %+v", done, err, other)
	}
	if n := w.count(t, `SELECT count(*) FROM outbox`); n != 3 {
		t.Errorf("%d messages", n)
	}
}

// TestRemindNobody who cannot sign in, outside the window, or without the module.
func TestRemindNobody(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"disabled":    `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`,
		"invited":     `UPDATE accounts SET accepted_at = NULL WHERE role = 'hr'`,
		"suspended":   `UPDATE subscriptions SET suspended = 1`,
		"ended":       `UPDATE subscriptions SET valid_until = valid_from + 1`,
		"unlicensed":  `UPDATE subscriptions SET modules = 'consent'`,
		"no employee": `UPDATE accounts SET role = 'employee' WHERE role = 'hr'`,
	} {
		w, _ := withMail(t)
		w.asks(t, "clinical", "2026-03-02")
		w.exec(t, sql)
		want := int64(1) // the admin
		if name == "suspended" || name == "ended" || name == "unlicensed" {
			want = 0
		}
		w.reminds(t, want)
		if n := w.count(t, `SELECT count(*) FROM outbox`); n != want {
			t.Errorf("%s: %d messages", name, n)
		}
	}
}

// TestNoticesGo with age, and a refused request leaves none.
func TestNoticesGo(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	count := func(want int64) {
		t.Helper()
		if n := w.count(t, `SELECT count(*) FROM notices`); n != want {
			t.Errorf("%d notices, want %d", n, want)
		}
	}
	w.asks(t, "employee", "2026-03-02")
	count(1)
	_, err := w.request(t, "employee", w.absence(t, "employee", "2026-03-02", "2026-03-02"))
	wantIs(t, err, domain.ErrAbsenceOverlap)
	count(1)
	w.pass(91 * day)
	w.reminds(t, 0)
	count(0)
}

// TestNoticeStale: a decision that comes too late tells nobody.
func TestNoticeStale(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	rec := w.asks(t, "employee", "2026-03-02")
	tenant := w.as(t, w.signIn(t, "north", "manager"))
	_, change, err := tenant.Move(ctx, domain.Absences, domain.Absences.Move("approve"), rec.ID, "")
	must(t, err)
	_, err = w.move(t, "hr", "refuse", rec.ID, "no")
	must(t, err)
	wantIs(t, tenant.Commit(ctx, change, store.Answer{}), store.ErrStale)
	told := dbtest.One(t, w.db("north"), `SELECT group_concat(action) FROM notices WHERE account_id = ?`, db.Text(w.account(t, "north", "employee"))).Text()
	if told != "absence.refuse" {
		t.Errorf("the employee is told %q", told)
	}
}

// TestLapse: a day that comes near is a task of whoever is to see to it, and is
// written of. (This test changes what is declared, so that no other runs beside it.)
func TestLapse(t *testing.T) {
	registrations := *domain.Absences
	table := *domain.Absences.Table
	table.Entity = "registration"
	registrations.Table, registrations.States, registrations.Due = &table, nil, "last_day"
	registrations.Lapse = &domain.Move{Name: "renew", Task: "Renew registration", Within: 30, By: domain.Reaches{domain.HR: domain.Everybody, domain.Clinical: domain.Own}}
	declared := domain.Resources
	domain.Resources = []*domain.Resource{domain.Employees, &registrations}
	defer func() { domain.Resources = declared }()

	w, _ := withMail(t)
	end := func(days int) string { return w.now().UTC().AddDate(0, 0, days).Format("2006-01-02") }
	near, far := w.asks(t, "clinical", end(32)), w.asks(t, "clinical", end(60))
	titles := func(role string, want ...string) {
		t.Helper()
		list, err := w.as(t, w.signIn(t, "north", role)).Tasks(ctx, false)
		must(t, err)
		var got []string
		for _, task := range list {
			got = append(got, task.ID+" "+task.Title+" "+task.DueOn)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", role, got, want)
		}
	}
	task := func(rec domain.Record, days int) string {
		return "registration.renew." + rec.ID + " Renew registration: clinical Test " + end(days)
	}
	first, second := task(near, 32), task(far, 60)
	titles("hr")
	w.reminds(t, 0)
	w.pass(day)
	for _, role := range []string{"hr", "clinical"} {
		titles(role, first)
	}
	titles("employee")
	w.reminds(t, 2)
	w.pass(2 * day)
	w.reminds(t, 0)
	w.exec(t, `UPDATE subscriptions SET valid_until = valid_until + ?`, db.Int(60*day))
	w.pass(40 * day)
	titles("hr", first, second) // also when the day is past
	w.exec(t, `UPDATE absences SET first_day = '2030-01-01', last_day = '2030-01-01' WHERE id = ?`, db.Text(near.ID))
	titles("clinical", second)
}
