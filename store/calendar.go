package store

import (
	"context"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

var calendarAttempts = tenantdb.AttemptKind{Name: "calendar", Limits: domain.LinkLimits}

// HasCalendar reports whether the caller has a calendar link, and since when
// (Unix milliseconds); 0 for none.
func (t *Tenant) HasCalendar(ctx context.Context) (since int64, err error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT created_at FROM calendars WHERE account_id = ?`, db.Text(a.User.ID))}
	})
	if err == nil && len(rows[0]) > 0 {
		since = rows[0][0][0].I
	}
	return since, err
}

// MakeCalendar decides a new calendar link in place of the one before. The
// address is a secret that is not kept.
func (t *Tenant) MakeCalendar(ctx context.Context) (address string, change *Change, err error) {
	access, err := t.Check(ctx)
	if err != nil {
		return "", nil, err
	}
	token, account := NewID(), access.User.ID
	change = t.gate.Begin(tenantdb.Did("auth.calendar", "account", account)).Exec(
		db.Q(`INSERT INTO calendars (account_id, hash, created_at) VALUES (?, ?, ?)
ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at`,
			db.Text(account), db.Text(tokenHash(token)), db.Int(t.gate.Now())))
	return t.gate.Request().Origin + "/calendar/" + token + ".ics", change, nil
}

// RemoveCalendar decides that the caller's calendar link works no more.
func (t *Tenant) RemoveCalendar(ctx context.Context) (*Change, error) {
	since, err := t.HasCalendar(ctx)
	if err != nil || since == 0 {
		return t.gate.Unchanged(), err
	}
	account := t.gate.Access().User.ID
	return t.gate.Begin(tenantdb.Did("auth.calendar-remove", "account", account)).Exec(
		db.Q(`DELETE FROM calendars WHERE account_id = ?`, db.Text(account)), tenantdb.RequireOne), nil
}

// calendarSQL is whose a link is, and the window that counts now. Arguments:
// now, now, hash.
const calendarSQL = `SELECT a.id, a.role, w.id, w.plan, w.modules, w.seats, w.valid_from, w.valid_until, w.suspended
FROM calendars k JOIN accounts a ON a.id = k.account_id AND a.disabled = 0
LEFT JOIN windows w ON w.id = (` + tenantdb.WindowSQL + `)
WHERE k.hash = ?`

// How far a calendar reaches back and ahead, in days, and the most it has.
const (
	calendarBack  = 90
	calendarAhead = 550
	mostEvents    = "1000"
)

// Calendar reads by a link what is approved of its owner's absences, and of
// those below a manager. No other role sees more than their own here: a link is
// less than a sign-in. Errors: domain.ErrNotFound, domain.RateLimited, the
// refusals of the subscription window.
func (t *Tenant) Calendar(ctx context.Context, token string) (string, error) {
	now, hash := t.gate.Now(), db.Text(tokenHash(token))
	attempt, err := t.gate.Attempt(calendarAttempts, `(SELECT account_id FROM calendars WHERE hash = ?)`, hash)
	if err != nil {
		return "", err
	}
	takeBack := tenantdb.InScratch("attempts", `DELETE FROM attempts WHERE id = ? AND EXISTS (SELECT 1 FROM calendars WHERE hash = ?)`, db.Text(attempt.ID), hash)
	rows, err := attempt.Read(ctx, tenantdb.Select(calendarSQL, db.Int(now), db.Int(now), hash), takeBack)
	if err != nil {
		return "", err
	}
	if len(rows[0]) == 0 {
		return "", domain.ErrNotFound
	}
	row := rows[0][0]
	role, _ := domain.ParseRole(row[1].S)
	if err := tenantdb.WindowOf(row[2:]).Admit(now, role, domain.ModuleHR, false); err != nil {
		return "", err
	}
	if role != domain.Manager {
		role = domain.Employee
	}
	return t.events(ctx, &Access{User: domain.User{ID: row[0].S, Role: role}})
}

// events is the calendar of an account: one's own days as "Away", others' with
// their names. It does not tell why.
func (t *Tenant) events(ctx context.Context, a *Access) (string, error) {
	today := time.UnixMilli(t.gate.Now()).UTC()
	query := tenantdb.Reached(domain.Absences, a, `r.id, r.first_day, r.last_day, r.updated_at, `+staffName+`,
  r.employee_id IS (SELECT id FROM employees WHERE account_id = (SELECT id FROM me))`, "\nAND r.state = 'approved'"+
		" AND r.last_day >= ? AND r.first_day <= ?\nORDER BY r.first_day, r.id LIMIT "+mostEvents,
		db.Text(today.AddDate(0, 0, -calendarBack).Format(time.DateOnly)), db.Text(today.AddDate(0, 0, calendarAhead).Format(time.DateOnly)))
	rows, err := t.gate.Visit(ctx, query)
	if err != nil {
		return "", err
	}
	calendar := domain.NewCalendar("Absences, " + t.Info().Name)
	for _, row := range rows[0] {
		summary := "Away"
		if !row[5].Bool() {
			summary = row[4].S + ": away"
		}
		calendar.Days(row[0].S, row[1].S, row[2].S, summary, row[3].I)
	}
	return calendar.String(), nil
}
