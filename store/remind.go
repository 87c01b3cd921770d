package store

import (
	"context"
	"errors"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

// remindAtOnce is how many accounts are asked for in one round trip.
const remindAtOnce = 50

// Reminded says what a run did.
type Reminded struct {
	People   int64 // who were written to
	Failures []RemindFailure
}

// RemindFailure is a tenant that could not be visited, or not to the end.
type RemindFailure struct {
	Tenant string
	Err    error
}

// Remind writes to people for whom something waits, of tenants that are due:
// one message however much it is, at most one a day, and of the same tasks once
// a week. Runs at the same time write to nobody twice.
func (s *Store) Remind(ctx context.Context) (Reminded, error) {
	var done Reminded
	err := s.eachDue(ctx, dueDaily, func(t *Tenant, until int64) (int64, error) { return t.remind(ctx, until, &done) },
		func(tenant string, err error) { done.Failures = append(done.Failures, RemindFailure{tenant, err}) })
	return done, err
}

// remind writes to one tenant's people, and says when there is more to do (0:
// there is not). What is too old is deleted on the way.
func (t *Tenant) remind(ctx context.Context, until int64, done *Reminded) (int64, error) {
	people, err := t.remindable(ctx)
	for len(people) > 0 && err == nil {
		if t.gate.Now() >= until {
			return t.gate.Now(), nil
		}
		n := min(len(people), remindAtOnce)
		err = t.remindSome(ctx, people[:n], done)
		people = people[n:]
	}
	return 0, err
}

// remindableSQL: who can sign in and has not been written to since a time.
const remindableSQL = `SELECT id, email, name, role FROM accounts a WHERE disabled = 0 AND accepted_at IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM reminders d WHERE d.account_id = a.id AND d.mailed_at > ?) ORDER BY id`

const windowNowSQL = `SELECT id, plan, modules, seats, valid_from, valid_until, suspended
FROM windows WHERE id = (` + tenantdb.WindowSQL + `)`

// remindable are the people for whom something may wait: nobody outside the
// subscription's window, or where no message can be sent.
func (t *Tenant) remindable(ctx context.Context) (people []*Access, err error) {
	now := t.gate.Now()
	before := func(d time.Duration) db.Value { return db.Int(now - d.Milliseconds()) }
	rows, err := t.gate.Visit(ctx,
		tenantdb.InScratch("notices", `DELETE FROM notices WHERE created_at < ?`, before(domain.NoticeKept)),
		tenantdb.InScratch("reminders", `DELETE FROM reminders WHERE mailed_at < ?`, before(domain.LongestCooldown())),
		tenantdb.Select(windowNowSQL, db.Int(now), db.Int(now)), tenantdb.Select(remindableSQL, before(domain.MailEvery)))
	if err != nil || len(rows[2]) == 0 || t.store.mailable() != nil {
		return nil, err
	}
	window := tenantdb.WindowOf(rows[2][0])
	for _, row := range rows[3] {
		role, _ := domain.ParseRole(row[3].S)
		if window.StatusAt(now) == domain.Active && domain.TaskRoles(domain.Own).Has(role) {
			u := domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S, Role: role}
			people = append(people, &Access{User: u, Window: window})
		}
	}
	return people, nil
}

// remindSome asks at once what waits for some people, and writes to those for
// whom something does.
func (t *Tenant) remindSome(ctx context.Context, people []*Access, done *Reminded) error {
	var queries []tenantdb.Step
	kinds := 0
	for _, a := range people {
		asked := t.gate.Waiting(a)
		for _, q := range asked {
			queries = append(queries, q)
		}
		kinds = len(asked)
	}
	rows, err := t.gate.Visit(ctx, queries...)
	for i, a := range people {
		if err != nil {
			return err
		}
		if waits, fresh := counted(rows[i*kinds : (i+1)*kinds]); fresh > 0 {
			err = t.writeTo(ctx, a, waits, done)
		}
	}
	return err
}

// counted adds up how much waits for somebody, and how much of it they have not
// been written of.
func counted(kinds []db.Rows) (waits, fresh int64) {
	for _, rows := range kinds {
		waits, fresh = waits+rows[0][0].I, fresh+rows[0][1].I
	}
	return waits, fresh
}

// writeTo writes to somebody that so many tasks wait, and notes it; not if
// another run has done so meanwhile.
func (t *Tenant) writeTo(ctx context.Context, a *Access, waits int64, done *Reminded) error {
	c := t.gate.Unchanged().Scratch(t.gate.Reminded(a, t.gate.Now()-domain.MailEvery.Milliseconds())...)
	if err := t.mail(c, mail.TasksWait(t.about(a.User, t.store.cfg.Origin(t.Info().Slug)+"/tasks"), waits)); err != nil {
		return err
	}
	err := t.gate.Record(ctx, c)
	if errors.Is(err, ErrStale) {
		return nil
	}
	if err == nil {
		done.People++
	}
	return err
}
