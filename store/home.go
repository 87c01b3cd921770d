package store

import (
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// What the home page's cards read.

// Recent reads the latest entries of the ledger into lines: an administrator
// sees all, others those of records of which their role reads everybody's.
func (t *Tenant) Recent(lines *[]AuditLine, limit int) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{AuditFilter{Entities: entitiesFor(a), Limit: limit - 1}.query(t.gate.AboutSQL())}
	}, func(rows []db.Rows) error {
		*lines = slices.DeleteFunc(t.auditLines(AuditFilter{}, rows[0]), t.unlicensed)
		return nil
	}}
}

// unlicensed: an entry of records of which the plan has no more. Only the
// guard knows the plan, so that the statement cannot.
func (t *Tenant) unlicensed(l AuditLine) bool {
	r := domain.ResourceOf(l.Entity)
	return r != nil && !t.gate.Access().Window.Licenses(r.Module)
}

// entitiesFor are the kinds of record whose history somebody may see, joined by
// ","; "" is all.
func entitiesFor(a *Access) string {
	if a.User.Role == domain.Admin {
		return ""
	}
	list := []string{"none"}
	for _, r := range domain.Resources {
		if r.Read[a.User.Role] == domain.Everybody {
			list = append(list, r.Entity)
		}
	}
	return strings.Join(list, ",")
}

// Standing is how an organisation stands, for who administers it.
type Standing struct {
	Seats       int64 // taken
	OneFactor   int64 // people who sign in without a second factor
	Staff       int64
	HasFactor   bool // the reader has a second factor
	ChoseSignIn bool // somebody has chosen how people sign in
	FailedMail  int64
}

const standingSQL = `SELECT (SELECT count(*) FROM accounts WHERE disabled = 0),
  (SELECT count(*) FROM accounts a WHERE a.disabled = 0 AND a.accepted_at IS NOT NULL AND NOT ` + tenantdb.SecondFactorSQL + `),
  (SELECT count(*) FROM employees WHERE end_date IS NULL),
  (SELECT ` + tenantdb.SecondFactorSQL + ` FROM accounts a WHERE a.id = ?),
  EXISTS (SELECT 1 FROM ledger WHERE action IN ('settings.security', 'settings.sso')),
  (SELECT count(*) FROM outbox WHERE state = 'failed' AND settled_at > ?)`

// Standing reads it. A message that could not be sent counts for as long as it
// is kept.
func (t *Tenant) Standing(s *Standing) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(standingSQL, db.Text(a.User.ID),
			db.Int(t.gate.Now()-mailKept.Milliseconds()))}
	}, func(rows []db.Rows) error {
		row := rows[0][0]
		*s = Standing{Seats: row[0].I, OneFactor: row[1].I, Staff: row[2].I, HasFactor: row[3].Bool(),
			ChoseSignIn: row[4].Bool(), FailedMail: row[5].I}
		return nil
	}}
}

// OpenTasks reads what waits for the caller.
func (t *Tenant) OpenTasks(list *[]domain.Task) Reading {
	var asked []domain.Task
	return Reading{func(a *Access) (queries []tenantdb.Query) {
		asked, queries = t.gate.TaskQueries(a, false)
		return queries
	}, func(rows []db.Rows) error {
		*list = t.gate.TasksOf(asked, rows)
		return nil
	}}
}
