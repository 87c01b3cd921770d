package tenantdb

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
)

// What crosses all declared resources. Both are one round trip, and leave out
// what the plan does not license.

const (
	mostTasks = "100" // of one kind
	mostHits  = "10"  // of one resource
)

// Tasks are the moves that wait for the caller, or, if done, those that they
// have made; the one that is due first comes first.
func (h *Handle) Tasks(ctx context.Context, done bool) ([]domain.Task, error) {
	var asked []domain.Task
	rows, err := h.Read(ctx, func(a *Access) (queries []Query) {
		asked, queries = h.TaskQueries(a, done)
		return queries
	})
	if err != nil {
		return nil, err
	}
	return h.TasksOf(asked, rows), nil
}

// TaskQueries are a query for each kind of task, and beside them what a task of
// that kind is; TasksOf takes the rows.
func (h *Handle) TaskQueries(a *Access, done bool) (asked []domain.Task, queries []Query) {
	for _, r := range domain.Resources {
		for _, m := range r.Tasks() {
			if done && m == r.Lapse { // what is renewed is a task no more, whoever did it
				continue
			}
			queries = append(queries, h.tasksOf(r, m, a, done))
			asked = append(asked, domain.Task{Kind: r.Entity + "." + m.Name, Title: m.Task, Of: r, Done: done})
		}
	}
	return asked, queries
}

// TasksOf are the tasks that the plan licenses, in the order of their days.
func (h *Handle) TasksOf(asked []domain.Task, rows []db.Rows) (list []domain.Task) {
	for i, task := range asked {
		for _, row := range rows[i] {
			if h.access.Window.Licenses(task.Of.Module) {
				task.ID, task.About, task.DueOn = task.Kind+"."+row[0].S, row[0].S, row[2].S
				task.Title = asked[i].Title + ": " + row[1].S
				if what := task.Of.CaptionOf(row[3].S); what != "" {
					task.Title += ", " + what
				}
				list = append(list, task)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b domain.Task) int {
		if a.Done { // the last that was done comes first, of each kind
			return 0
		}
		return strings.Compare(cmp.Or(a.DueOn, "9999"), cmp.Or(b.DueOn, "9999"))
	})
	return list
}

// tasksOf selects (id, name of the subject, due, caption) of the records on which the
// caller may make the move, or has.
func (h *Handle) tasksOf(r *domain.Resource, m *domain.Move, a *Access, done bool) Query {
	due := "''"
	if r.Due != "" {
		due = "r." + r.Due
	}
	sql := "WITH me(id) AS (VALUES (?))\nSELECT r.id, " + titleSQL(r) + ", " + due + ", " + captionSQL(r)
	if done {
		sql += reachedBy(r, m, a) + "\nAND r." + r.States.By + " = (SELECT id FROM me)\nORDER BY r." + r.States.At +
			" DESC, r.id LIMIT " + mostTasks
	} else {
		sql += h.waitingSQL(r, m, a) + "\nORDER BY 3, r.id LIMIT " + mostTasks
	}
	return Select(sql, db.Text(a.User.ID))
}

// titleSQL is what people call a record r: the member of staff whom it is about,
// or by its own columns.
func titleSQL(r *domain.Resource) string {
	if r.About() {
		return CalledSQL(domain.Employees.Table, "r."+r.Subject)
	}
	return joined("r.", r.Called)
}

// captionSQL is what stands below a record's title: of what an ID names, its name.
func captionSQL(r *domain.Resource) string {
	switch i := r.Index(r.Caption); {
	case i < 0:
		return "''"
	case r.Columns[i].Of != "":
		return CalledSQL(domain.TableNamed(r.Columns[i].Of), "r."+r.Caption)
	}
	return "r." + r.Caption
}

// waitingSQL are the records r on which the move waits for an account to make it.
func (h *Handle) waitingSQL(r *domain.Resource, m *domain.Move, a *Access) string {
	if m == r.Lapse {
		day := domain.Local(h.Now()).AddDate(0, 0, m.Within).Format(time.DateOnly)
		return reachedBy(r, m, a) + "\nAND r." + r.Due + " <= '" + day + "'" + StandsSQL(r, domain.Today(h.Now()))
	}
	return reachedBy(r, m, a) + "\nAND r." + r.States.Column + " IN ('" + strings.Join(m.From, "', '") + "')"
}

// StandsSQL narrows records r that lapse to those that count: of people who have
// not left by a day, and without one that has taken their place.
func StandsSQL(r *domain.Resource, today string) string {
	sql := "\nAND NOT EXISTS (SELECT 1 FROM employees e WHERE e.id = r." + r.Subject + " AND e.end_date < '" + today + "')"
	if r.Renews == nil {
		return sql
	}
	sql += "\nAND NOT EXISTS (SELECT 1 FROM " + r.Name + " n WHERE n." + r.Subject + " = r." + r.Subject
	for _, column := range r.Renews {
		sql += " AND n." + column + " IS r." + column
	}
	if s := r.States; s != nil { // nor what nobody has decided on of what was
		sql += " AND (n." + s.Column + " <> '" + s.Start + "' OR r." + s.Column + " = '" + s.Start + "')"
	}
	for i, alias := range []string{"n.", "r."} { // of two that lapse on the same day, the one that was added later
		sql += []string{" AND (", ") > ("}[i] + "coalesce(" + alias + r.Due + ", '9999'), " + alias + "created_at, " + alias + "id"
	}
	return sql + "))"
}

// reachedBy are the records r on which the move is an account's to make.
func reachedBy(r *domain.Resource, m *domain.Move, a *Access) string {
	reach := reachSQL("r."+r.Subject, m.By[a.User.Role])
	if r.Subject == "" && m.By[a.User.Role] > domain.Nobody {
		reach = "1"
	}
	sql := "\nFROM " + r.Name + " r\nWHERE " + reach
	if m.NotOwn {
		sql += "\nAND NOT " + ownSQL(r)
	}
	return sql
}

// Search finds the records that the caller reaches by what they are called and
// what else may be searched, never by a sealed value.
func (h *Handle) Search(ctx context.Context, text string) (list []domain.Hit, err error) {
	where, args := Filter{Text: text}.where(nil)
	var asked []*domain.Resource
	rows, err := h.Read(ctx, func(a *Access) (queries []Query) {
		asked = nil
		for _, r := range domain.Resources {
			if r.Search == nil || where == "" {
				continue
			}
			s := selection{of: r, role: a.User.Role}
			queries = append(queries, Select("WITH me(id) AS (VALUES (?))\nSELECT r.id, "+joined("r.", r.Called)+", "+captionSQL(r)+s.from()+where+
				"\nORDER BY 2, 1 LIMIT "+mostHits, append([]db.Value{db.Text(a.User.ID)}, args...)...))
			asked = append(asked, r)
		}
		return queries
	})
	if err != nil {
		return nil, err
	}
	for i, r := range asked {
		for _, row := range rows[i] {
			if h.access.Window.Licenses(r.Module) {
				list = append(list, domain.Hit{Of: r, ID: row[0].S, Title: row[1].S, Subtitle: row[2].S})
			}
		}
	}
	return list, nil
}
