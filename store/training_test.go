package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

// adds makes a record that a role adds; given are columns and values by turns.
func (w *world) adds(t testing.TB, role string, r *domain.Resource, given ...string) (domain.Record, error) {
	t.Helper()
	values := map[string]string{}
	for i := 0; i < len(given); i += 2 {
		values[given[i]] = given[i+1]
	}
	tenant := w.as(t, w.signIn(t, "north", role))
	rec, change, err := tenant.Create(ctx, r, r.Row(values))
	if err == nil {
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	return rec, err
}

// changes is adds for a record that is there.
func (w *world) changes(t testing.TB, role string, r *domain.Resource, id string, given map[string]string) (domain.Record, error) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", role))
	rec, change, err := tenant.Edit(ctx, r, id, 0, given)
	if err == nil {
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	return rec, err
}

func (w *world) day(days int) string { return w.now().UTC().AddDate(0, 0, days).Format("2006-01-02") }

// TestVerify: somebody else checks a credential; whoever changes it takes the
// check away, and who changes nothing does not.
func TestVerify(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	r := domain.Credentials
	rec, err := w.adds(t, "hr", r, "employee_id", w.employee(t, "north", "hr"), "kind", "nmc", "number", "12A3456B", "expires_on", "2030-01-01")
	must(t, err)
	verify := func(role string) (domain.Record, error) {
		tenant := w.as(t, w.signIn(t, "north", role))
		rec, change, err := tenant.Move(ctx, r, r.Move("verify"), rec.ID, "")
		if err == nil {
			must(t, tenant.Commit(ctx, change, store.Answer{}))
		}
		return rec, err
	}
	_, err = verify("hr")
	wantIs(t, err, domain.ErrForbidden)
	got, err := verify("admin")
	must(t, err)
	get := r.Get(got)
	if get("state") != "verified" || get("verified_on") != w.day(0) || get("verified_by") != w.account(t, "north", "admin") {
		t.Errorf("%q", got.Values)
	}
	_, err = verify("admin")
	wantIs(t, err, domain.ErrWrongState)
	if got, err = w.changes(t, "hr", r, rec.ID, map[string]string{"number": "12A3456B"}); err != nil || r.State(got) != "verified" {
		t.Errorf("%v, %q", err, got.Values)
	}
	got, err = w.changes(t, "hr", r, rec.ID, map[string]string{"expires_on": "2031-01-01"})
	must(t, err)
	if get := r.Get(got); get("state") != "unverified" || get("verified_on")+get("verified_by") != "" {
		t.Errorf("after a change: %q", got.Values)
	}
	tasks := func(want int) {
		t.Helper()
		list, err := w.as(t, w.signIn(t, "north", "manager")).Tasks(ctx, false)
		if err != nil || len(list) != want {
			t.Errorf("%v, %+v, want %d", err, list, want)
		}
	}
	own := func(expires string) domain.Record {
		rec, err := w.adds(t, "manager", r, "employee_id", w.employee(t, "north", "manager"), "kind", "gmc", "number", "7012345", "expires_on", expires)
		must(t, err)
		return rec
	}
	rec = own(w.day(10))
	_, err = verify("hr")
	must(t, err)
	tasks(1)
	rec = own(w.day(400))
	tasks(1) // nobody has checked the renewal
	_, err = verify("hr")
	must(t, err)
	tasks(0)
	if n := w.count(t, `SELECT count(*) FROM credentials WHERE number LIKE '%3456%'`); n != 0 {
		t.Error("the number stands there in clear")
	}
}

// TestCredentialOnce: the same credential is recorded once, and its renewal beside it.
func TestCredentialOnce(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	add := func(who, expires string) error {
		_, err := w.adds(t, "hr", domain.Credentials, "employee_id", w.employee(t, "north", who), "kind", "gmc", "number", "7012345", "expires_on", expires)
		return err
	}
	must(t, add("clinical", "2030-01-01"))
	wantIs(t, add("clinical", "2030-01-01"), domain.ErrCredentialExists)
	must(t, add("clinical", "2031-01-01"))
	must(t, add("manager", "2030-01-01"))
}

// TestTrainingExpires: as the course says, on the last day of a month that is
// too short, unless a day is given.
func TestTrainingExpires(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	course := func(name, months string) string {
		rec, err := w.adds(t, "hr", domain.Courses, "name", name, "valid_months", months)
		must(t, err)
		return rec.ID
	}
	half, year, never := course("Moving and handling", "6"), course("Fire safety", "12"), course("Welcome", "")
	_, err := w.adds(t, "hr", domain.Courses, "name", "fire SAFETY")
	wantIs(t, err, domain.ErrCourseExists)
	train := func(course, done, expires string) domain.Record {
		t.Helper()
		rec, err := w.adds(t, "hr", domain.Training, "employee_id", w.employee(t, "north", "clinical"), "course_id", course, "completed_on", done, "expires_on", expires)
		must(t, err)
		return rec
	}
	expires := func(rec domain.Record, want string) {
		t.Helper()
		if got := domain.Training.Get(rec)("expires_on"); got != want {
			t.Errorf("expires %q, want %q", got, want)
		}
		if n := w.count(t, `SELECT count(*) FROM training WHERE id = ? AND expires_on IS ?`, db.Text(rec.ID), db.TextOrNull(want)); n != 1 {
			t.Errorf("%q is not what stands there", want)
		}
	}
	expires(train(half, "2025-08-31", ""), "2026-02-28")
	expires(train(half, "2025-08-28", ""), "2026-02-28")
	expires(train(half, "2025-06-30", ""), "2025-12-30")
	expires(train(year, "2024-02-29", ""), "2025-02-28")
	expires(train(never, "2024-02-29", ""), "")
	expires(train(year, "2025-02-01", "2025-07-01"), "2025-07-01")
	rec := train(year, "2025-03-01", "")
	rec, err = w.changes(t, "hr", domain.Training, rec.ID, map[string]string{"completed_on": "2025-04-01"})
	must(t, err)
	expires(rec, "2026-04-01")
	_, err = w.adds(t, "hr", domain.Training, "employee_id", w.employee(t, "north", "clinical"), "course_id", "nosuch", "completed_on", "2025-04-01")
	wantCode(t, err, "invalid-request")
}

// TestExpirySweep (HR-4): what expires soon is a task and one message to the
// person, those above and hr; again only after four weeks, and when it has
// expired. A renewal, or leaving, ends it.
func TestExpirySweep(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	w.exec(t, `UPDATE subscriptions SET valid_until = valid_until + ?`, db.Int(400*day))
	who := w.employee(t, "north", "employee")
	course, err := w.adds(t, "hr", domain.Courses, "name", "Fire safety", "valid_months", "12")
	must(t, err)
	train := func(done, expires int) domain.Record {
		t.Helper()
		rec, err := w.adds(t, "hr", domain.Training, "employee_id", who, "course_id", course.ID, "completed_on", w.day(done), "expires_on", w.day(expires))
		must(t, err)
		return rec
	}
	train(-10, 62)
	w.reminds(t, 0)
	w.pass(3 * day)
	w.reminds(t, 4) // the employee, the manager, hr and the admin
	w.pass(27 * day)
	w.reminds(t, 0)
	w.pass(day)
	w.reminds(t, 4)
	w.pass(24 * day)
	w.reminds(t, 0)
	w.pass(7 * day) // it has expired meanwhile
	w.reminds(t, 4)
	w.pass(day)
	w.reminds(t, 0)
	tasks := func(role string, want int) {
		t.Helper()
		list, err := w.as(t, w.signIn(t, "north", role)).Tasks(ctx, false)
		must(t, err)
		if len(list) != want {
			t.Errorf("%s: %+v, want %d", role, list, want)
		}
	}
	tasks("manager", 1)
	tasks("clinical", 0)
	renewal := train(0, 365)
	tasks("manager", 0)
	_, err = w.changes(t, "hr", domain.Training, renewal.ID, map[string]string{"expires_on": w.day(10)})
	must(t, err)
	for _, role := range []string{"admin", "manager", "hr", "employee"} {
		tasks(role, 1)
	}
	w.exec(t, `UPDATE employees SET end_date = ? WHERE id = ?`, db.Text(w.day(-1)), db.Text(who))
	tasks("hr", 0)
	w.exec(t, `UPDATE employees SET end_date = NULL, manager_id = NULL WHERE id = ?`, db.Text(who))
	tasks("manager", 0)
	tasks("employee", 1)
}

// TestExpiryTogether: of two runs at the same time one writes of what expires.
func TestExpiryTogether(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	_, err := w.adds(t, "hr", domain.Credentials, "employee_id", w.employee(t, "north", "clinical"), "kind", "gmc", "number", "7012345", "expires_on", w.day(30))
	must(t, err)
	w.exec(t, `UPDATE credentials SET state = 'verified', verified_on = '2025-01-01', verified_by = ?`, db.Text(w.account(t, "north", "hr")))
	must(t, w.MarkAllDue(ctx))
	w.pass(6 * hour)
	var other store.Reminded
	w.between = func() {
		var err error
		other, err = w.process(t, masterKey(1)).Remind(ctx)
		must(t, err)
	}
	done, err := w.Remind(ctx)
	if err != nil || done.People != 0 || other.People != 3 || done.Failures != nil { // the clinician, hr and the admin
		t.Errorf("%+v, %v, and the other %+v", done, err, other)
	}
	if n := w.count(t, `SELECT count(*) FROM outbox`); n != 3 {
		t.Errorf("%d messages", n)
	}
}
