package store

import (
	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Expiring is a record whose day comes near, or has come.
type Expiring struct {
	Of             *domain.Resource
	ID, Name, What string // of the record, of whom it is about, and what it is
	On             string // YYYY-MM-DD
}

// whatSQL is what a record that lapses is, in the columns of r.
var whatSQL = map[string]string{
	"credentials": `coalesce(r.description, r.kind)`,
	"training":    `(SELECT c.name FROM courses c WHERE c.id = r.course_id)`,
}

// ExpiringBy reads the records within the caller's reach that lapse by a day, the
// first of them, what nothing has taken the place of.
func (t *Tenant) ExpiringBy(list *[]Expiring, r *domain.Resource, day string, limit int) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		name := tenantdb.CalledSQL(domain.Employees.Table, "r."+r.Subject)
		return []tenantdb.Query{tenantdb.Reached(r, a, "r.id, "+name+", "+whatSQL[r.Name]+", r."+r.Due,
			t.lapses(r)+"\nORDER BY r."+r.Due+", r.id LIMIT ?", db.Text(day), db.Int(int64(limit)))}
	}, func(rows []db.Rows) error {
		*list = expiringOf(r, rows[0])
		return nil
	}}
}

// CountExpiring counts them.
func (t *Tenant) CountExpiring(n *int64, r *domain.Resource, day string) Reading {
	return number(n, func(a *Access) tenantdb.Query {
		return tenantdb.Reached(r, a, "count(*)", t.lapses(r), db.Text(day))
	})
}

// lapses narrows records to those that lapse by a day, its argument.
func (t *Tenant) lapses(r *domain.Resource) string {
	return "\nAND r." + r.Due + " <= ?" + tenantdb.StandsSQL(r, domain.Today(t.gate.Now()))
}

func expiringOf(r *domain.Resource, rows db.Rows) (list []Expiring) {
	for _, row := range rows {
		list = append(list, Expiring{r, row[0].S, row[1].S, row[2].S, row[3].S})
	}
	return list
}

// InDate says how much mandatory training is in date.
type InDate struct{ Done, Required int64 }

// TrainingInDate counts it of the people within the caller's reach.
func (t *Tenant) TrainingInDate(n *InDate, today string) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.OfReached(domain.Employees, a, `SELECT coalesce(sum(s.until >= ?), 0), count(*)
FROM training_standing s WHERE s.required AND s.employee_id`, "\nAND coalesce(r.end_date, '9999') >= ?", db.Text(today), db.Text(today))}
	}, func(rows []db.Rows) error {
		*n = InDate{rows[0][0][0].I, rows[0][0][1].I}
		return nil
	}}
}

// Due is a course that the caller has to complete, or to repeat.
type Due struct{ ID, Course, Until string }

// TrainingDue reads what of the caller's own mandatory training is missing, or
// ends by a day.
func (t *Tenant) TrainingDue(list *[]Due, day string) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT s.course_id, s.course, s.until FROM training_standing s
WHERE s.employee_id = (SELECT id FROM employees WHERE account_id = ?) AND s.required AND coalesce(s.until, '') <= ?
ORDER BY coalesce(s.until, ''), s.course`, db.Text(a.User.ID), db.Text(day))}
	}, func(rows []db.Rows) error {
		*list = nil
		for _, row := range rows[0] {
			*list = append(*list, Due{row[0].S, row[1].S, row[2].S})
		}
		return nil
	}}
}
