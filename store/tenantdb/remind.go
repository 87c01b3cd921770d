package tenantdb

import (
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
)

// What people are written of that waits for them, and when they were.

// taskKind is how a reminder names a task's kind, before the record's id.
func taskKind(r *domain.Resource, m *domain.Move) string { return r.Entity + "." + m.Name + "." }

// eachTask goes through the kinds of task that the plan licenses.
func eachTask(a *Access, do func(r *domain.Resource, m *domain.Move)) {
	for _, r := range domain.Resources {
		for _, m := range r.Tasks() {
			if a.Window.Licenses(r.Module) {
				do(r, m)
			}
		}
	}
}

// sinceSQL is the time after which who was written of a task r is not written of
// it again: so long ago, and of what has lapsed the day on which it did.
func (h *Handle) sinceSQL(r *domain.Resource, m *domain.Move) string {
	since := strconv.FormatInt(h.Now()-m.Cooldown().Milliseconds(), 10)
	if m != r.Lapse {
		return since
	}
	return "max(" + since + ", iif(r." + r.Due + " < '" + domain.Today(h.Now()) + "', unixepoch(r." + r.Due + ", '+1 day') * 1000, 0))"
}

// Waiting selects, for each kind of task, how many wait for an account, and of
// how many of those it is to be written.
func (h *Handle) Waiting(a *Access) (queries []Query) {
	eachTask(a, func(r *domain.Resource, m *domain.Move) {
		queries = append(queries, Select("WITH me(id) AS (VALUES (?))\n"+
			"SELECT count(*), coalesce(sum(NOT EXISTS (SELECT 1 FROM reminders d\nWHERE d.account_id = (SELECT id FROM me) AND d.task = '"+
			taskKind(r, m)+"' || r.id AND d.mailed_at > "+h.sinceSQL(r, m)+")), 0)"+h.waitingSQL(r, m, a), db.Text(a.User.ID)))
	})
	return queries
}

// Reminded notes that an account is written of all that waits for it. It is
// refused as stale if it has been written since a time, by another run.
func (h *Handle) Reminded(a *Access, since int64) []Scratch {
	list := []Scratch{InScratch("require", `INSERT INTO require (holds)
SELECT NOT EXISTS (SELECT 1 FROM reminders WHERE account_id = ? AND mailed_at > ?)`, db.Text(a.User.ID), db.Int(since))}
	eachTask(a, func(r *domain.Resource, m *domain.Move) {
		list = append(list, InScratch("reminders", "INSERT INTO reminders (account_id, task, mailed_at)\n"+
			"WITH me(id) AS (VALUES (?))\nSELECT (SELECT id FROM me), '"+taskKind(r, m)+"' || r.id, ?"+h.waitingSQL(r, m, a)+
			"\nON CONFLICT (account_id, task) DO UPDATE SET mailed_at = excluded.mailed_at",
			db.Text(a.User.ID), db.Int(h.Now())))
	})
	return list
}
