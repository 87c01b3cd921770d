package tenantdb

import (
	"context"
	"strings"

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
func (h *Handle) Tasks(ctx context.Context, done bool) (list []domain.Task, err error) {
	var asked []domain.Task
	rows, err := h.Read(ctx, func(a *Access) (queries []Query) {
		asked = nil
		for _, r := range domain.Resources {
			for _, m := range r.Tasks() {
				queries = append(queries, tasksOf(r, m, a, done))
				asked = append(asked, domain.Task{Kind: r.Entity + "." + m.Name, Title: m.Task, Of: r, Done: done})
			}
		}
		return queries
	})
	if err != nil {
		return nil, err
	}
	for i, task := range asked {
		for _, row := range rows[i] {
			if h.access.Window.Licenses(task.Of.Module) {
				task.ID, task.About, task.DueOn = task.Kind+"."+row[0].S, row[0].S, row[2].S
				task.Title = asked[i].Title + ": " + row[1].S
				list = append(list, task)
			}
		}
	}
	return list, nil
}

// tasksOf selects (id, name of the subject, due) of the records on which the
// caller may make the move, or has.
func tasksOf(r *domain.Resource, m *domain.Move, a *Access, done bool) Query {
	due, subject := "''", "r."+r.Subject
	if r.Due != "" {
		due = "r." + r.Due
	}
	sql := "WITH me(id) AS (VALUES (?))\nSELECT r.id, " + calledSQL(domain.Employees.Table, subject) + ", " + due +
		"\nFROM " + r.Name + " r\nWHERE " + reachSQL(subject, m.By[a.User.Role])
	if m.NotOwn {
		sql += "\nAND NOT " + ownSQL(r)
	}
	if done {
		sql += "\nAND r." + r.States.By + " = (SELECT id FROM me)\nORDER BY r." + r.States.At + " DESC, r.id LIMIT " + mostTasks
	} else {
		sql += "\nAND r." + r.States.Column + " IN ('" + strings.Join(m.From, "', '") + "')\nORDER BY 3, r.id LIMIT " + mostTasks
	}
	return Select(sql, db.Text(a.User.ID))
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
			subtitle := "''"
			if r.Caption != "" {
				subtitle = "r." + r.Caption
			}
			queries = append(queries, Select("WITH me(id) AS (VALUES (?))\nSELECT r.id, "+joined("r.", r.Called)+", "+subtitle+s.from()+where+
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
