package tenantdb

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
)

// The members of staff whom a role reaches. All need the CTE me(id), the
// caller's account.
const (
	myStaffSQL    = `(SELECT id FROM employees WHERE account_id = (SELECT id FROM me))`
	belowStaffSQL = `(
  WITH RECURSIVE below(id) AS (
    SELECT id FROM employees WHERE account_id = (SELECT id FROM me)
    UNION
    SELECT e.id FROM employees e JOIN below b ON e.manager_id = b.id)
  SELECT id FROM below)`
)

// reachSQL holds for a member of staff, named by an expression, within reach.
func reachSQL(staff string, reach domain.Reach) string {
	switch reach {
	case domain.Everybody:
		return "1"
	case domain.Below:
		return staff + " IN " + belowStaffSQL
	case domain.Own:
		return staff + " IS " + myStaffSQL
	}
	return "0"
}

// ownSQL holds for a record r about the caller.
func ownSQL(r *domain.Resource) string {
	switch r.Subject {
	case "":
		return "0"
	case "id":
		return "r.account_id IS (SELECT id FROM me)"
	}
	return "r." + r.Subject + " IS " + myStaffSQL
}

// selection is the SELECT of the records that a role reaches, up to the WHERE
// and with it; the first argument is the caller's account.
type selection struct {
	of    *domain.Resource
	role  domain.Role
	named bool // every ID brings the name of what it names,
	keyed bool // or what an import knows that by
	count bool // how many, instead of them
}

func (s selection) build() string {
	what := "count(*)"
	if !s.count {
		what = recordColumns(s.of.Table, s.role, ownSQL(s.of), s.call())
	}
	return "WITH me(id) AS (VALUES (?))\nSELECT " + what + s.from()
}

// call is how an ID is called; nil: it is not.
func (s selection) call() func(*domain.Table, string) string {
	switch {
	case !s.named:
		return nil
	case s.keyed:
		return keySQL
	}
	return CalledSQL
}

// from is the selection without what it selects.
func (s selection) from() string {
	reach := s.of.Read[s.role]
	where := reachSQL("r."+s.of.Subject, reach)
	switch {
	case s.of.Subject == "" && reach > domain.Nobody:
		where = "1"
	case reach == domain.Own:
		where = ownSQL(s.of)
	}
	if reach < domain.Everybody && s.of.OwnIn != nil {
		where += "\nAND (r." + s.of.States.Column + " IN ('" + strings.Join(s.of.OwnIn, "', '") + "') OR NOT (" + ownSQL(s.of) + "))"
	}
	return "\nFROM " + s.of.Name + " r\nWHERE " + where
}

// Reached selects columns of the records r that the caller reaches, within what
// rest says of them.
func Reached(r *domain.Resource, a *Access, columns, rest string, args ...db.Value) Query {
	s := selection{of: r, role: a.User.Role}
	return Select("WITH me(id) AS (VALUES (?))\nSELECT "+columns+s.from()+rest,
		append([]db.Value{db.Text(a.User.ID)}, args...)...)
}

// OfReached is Reached for another selection, whose last expression is to be one
// of their ids.
func OfReached(r *domain.Resource, a *Access, sql, rest string, args ...db.Value) Query {
	s := selection{of: r, role: a.User.Role}
	return Select("WITH me(id) AS (VALUES (?))\n"+sql+" IN (SELECT r.id"+s.from()+rest+")",
		append([]db.Value{db.Text(a.User.ID)}, args...)...)
}

// MyRecords is Reached for those about the caller alone.
func MyRecords(r *domain.Resource, a *Access, columns, rest string, args ...db.Value) Query {
	return Select("WITH me(id) AS (VALUES (?))\nSELECT "+columns+"\nFROM "+r.Name+" r\nWHERE "+ownSQL(r)+rest,
		append([]db.Value{db.Text(a.User.ID)}, args...)...)
}

// sql is the selection's text, built once in a process.
func (g *Gate) sql(s selection) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	text, ok := g.selections[s]
	if !ok {
		text = s.build()
		g.selections[s] = text
	}
	return text
}

// Get reads one record within the caller's reach; named with the names of what
// its IDs name. Error: domain.ErrNotFound.
func (h *Handle) Get(ctx context.Context, r *domain.Resource, id string, named bool, more ...func(*Access) []Query) (domain.Record, []db.Rows, error) {
	rows, err := h.Read(ctx, func(a *Access) []Query {
		list := []Query{h.one(r, a, id, named)}
		for _, build := range more {
			list = append(list, build(a)...)
		}
		return list
	})
	if err != nil {
		return domain.Record{}, nil, err
	}
	rec, err := h.openOne(r.Table, rows[0], named)
	return rec, rows[1:], err
}

// GetAny reads a record for the operator's own work, of a table that anybody
// who reads it reads whole. Error: domain.ErrNotFound.
func (h *Handle) GetAny(ctx context.Context, t *domain.Table, id string) (domain.Record, error) {
	if !h.system {
		return domain.Record{}, domain.ErrForbidden
	}
	rows, err := h.Visit(ctx, Select("SELECT "+recordColumns(t, 0, "0", nil)+" FROM "+t.Name+" r WHERE r.id = ?", db.Text(id)))
	if err != nil {
		return domain.Record{}, err
	}
	return h.openOne(t, rows[0], false)
}

func (h *Handle) one(r *domain.Resource, a *Access, id string, named bool) Query {
	return Select(h.gate.sql(selection{of: r, role: a.User.Role, named: named})+"\nAND r.id = ?", db.Text(a.User.ID), db.Text(id))
}

// CalledSQL is what people call the record of a table that an expression names.
func CalledSQL(t *domain.Table, id string) string {
	return "(SELECT " + joined("c.", t.Called) + " FROM " + t.Name + " c WHERE c.id = " + id + ")"
}

// keySQL is what an import knows the record by that an expression names.
func keySQL(t *domain.Table, id string) string {
	r := domain.ResourceNamed(t.Name)
	if r == nil || r.Seldom == "" {
		return CalledSQL(t, id)
	}
	return "(SELECT c." + r.Seldom + " FROM " + t.Name + " c WHERE c.id = " + id + ")"
}

func joined(alias string, columns []string) string {
	return alias + strings.Join(columns, " || ' ' || "+alias)
}
