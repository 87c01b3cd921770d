package tenantdb

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
)

// Rule is a condition that only the database can decide. It is asked in the
// read that a write is decided on, and required in the write. Of one that gives a
// column what follows from others, Holds is that value and nothing is refused.
type Rule struct {
	Columns []string // of which one must be given or changed, for the rule to be asked
	Holds   string   // an expression over the row new: its id and every column that is no secret
	Refusal *domain.Error
	Gives   string // a column, where it is given no value of its own

	// Set makes Holds a fact instead of a condition: what columns of the
	// application's own follow from it. The write requires that it is still the same.
	Set func(fact string, get func(column string) string) map[string]string
}

// fact reports a rule that refuses nothing: columns follow from it.
func (rule *Rule) fact() bool { return rule.Gives != "" || rule.Set != nil }

// newSQL is the CTE of the row as it would stand, of the columns that a rule
// names: what is given, and else what stands.
func (rule *Rule) newSQL(r *domain.Resource, id string, given map[string]string) (string, []db.Value) {
	columns, args := []string{"? AS id"}, []db.Value{db.Text(id)}
	for _, name := range rule.Columns {
		value, ok := given[name]
		if ok {
			columns, args = append(columns, "? AS "+name), append(args, db.TextOrNull(value))
			continue
		}
		columns, args = append(columns, "(SELECT "+name+" FROM "+r.Name+" WHERE id = ?) AS "+name), append(args, db.Text(id))
	}
	return "WITH new AS (SELECT " + strings.Join(columns, ", ") + ")\n", args
}

func (rule *Rule) asked(given map[string]string) bool {
	for _, name := range rule.Columns {
		if _, ok := given[name]; ok {
			return true
		}
	}
	return false
}

// rules are those that the given values call for, as queries and as
// requirements of the write.
type rules struct {
	asked    []*Rule
	queries  []Query
	requires []db.Stmt
}

func rulesFor(r *domain.Resource, list []Rule, id string, given map[string]string) (out rules) {
	for i := range list {
		if !list[i].asked(given) || given[list[i].Gives] != "" {
			continue
		}
		with, args := list[i].newSQL(r, id, given)
		asks := with + "SELECT (" + list[i].Holds + ") FROM new"
		out.asked, out.queries = append(out.asked, &list[i]), append(out.queries, Select(asks, args...))
		if list[i].fact() {
			asks = with + "SELECT (" + list[i].Holds + ") IS ? FROM new" // what is read comes behind, in derive
		}
		out.requires = append(out.requires, db.Q("INSERT INTO require (holds) "+asks, args...))
	}
	return out
}

// Required are the rules that given values of a record call for, as statements
// that abort a write unless they hold where these stand in it.
func Required(r *domain.Resource, list []Rule, id string, given map[string]string) []db.Stmt {
	return rulesFor(r, slices.DeleteFunc(slices.Clone(list), func(rule Rule) bool { return rule.fact() }), id, given).requires
}

// check is the first refusal among the rows of queries.
func (s *rules) check(rows []db.Rows) error {
	for i, rule := range s.asked {
		if !rule.fact() && !rows[i][0][0].Bool() {
			return rule.Refusal
		}
	}
	return nil
}

// give sets the columns that follow from others, where nothing was given for
// them, and requires that what they follow from stays.
func (s *rules) give(r *domain.Resource, rec domain.Record, rows []db.Rows) {
	for i, rule := range s.asked {
		if rule.Gives != "" {
			s.requires[i].Args = append(s.requires[i].Args, rows[i][0][0])
			rec.Values[r.Index(rule.Gives)] = rows[i][0][0].S
		}
	}
}

// derive gives a record what follows from the facts among the rows of queries,
// and requires that they stay.
func (s *rules) derive(r *domain.Resource, rec domain.Record, rows []db.Rows) {
	for i, rule := range s.asked {
		if rule.Set != nil {
			fact := rows[i][0][0]
			s.requires[i].Args = append(s.requires[i].Args, fact)
			r.Set(rec, rule.Set(fact.S, r.Get(rec)))
		}
	}
}

// Create decides a new record of values beside the columns. Errors:
// domain.ErrForbidden naming columns, "invalid-request", also for a subject
// beyond reach, a rule's refusal.
func (h *Handle) Create(ctx context.Context, r *domain.Resource, list []Rule, values []string) (domain.Record, *Change, error) {
	return h.CreateAs(ctx, r, list, NewID(), values, nil)
}

// CreateAs is Create under an id that is given; own are the values that the
// application gives its own columns.
func (h *Handle) CreateAs(ctx context.Context, r *domain.Resource, list []Rule, id string, values []string, own map[string]string) (domain.Record, *Change, error) {
	now := h.Now()
	rec := domain.Record{ID: id, Version: 1, CreatedAt: now, UpdatedAt: now, Values: slices.Clone(values)}
	given := map[string]string{}
	for i, value := range values {
		if value != "" {
			given[r.Columns[i].Name] = value
		}
	}
	decided := rulesFor(r, list, rec.ID, given)
	rows, err := h.Read(ctx, func(a *Access) []Query {
		return append(about(r, given[r.Subject], a), decided.queries...)
	})
	if err != nil {
		return rec, nil, err
	}
	if r.About() {
		if !rows[0][0][0].Bool() {
			return rec, nil, domain.Invalid(domain.FieldError{Field: r.Subject, Code: "not-found",
				Message: r.Columns[r.Index(r.Subject)].Label + " must be a member of staff within your reach"})
		}
		rec.Own, rows = rows[0][0][1].Bool(), rows[1:]
	}
	if r.States != nil {
		rec.Values[r.Index(r.States.Column)] = r.States.Start
	}
	r.Set(rec, own)
	decided.give(r, rec, rows)
	r.Compute(rec)
	err = cmp.Or(r.MayWrite(h.access.User.Role, rec.Own, named(r, given)), h.check(r, rec), decided.check(rows))
	if err != nil {
		return rec, nil, err
	}
	decided.derive(r, rec, rows)
	change, err := h.recordChange("create", r, domain.Record{ID: rec.ID}, rec, decided.requires)
	return rec, change, err
}

// about asks, for a record that is about a member of staff, whether that one is
// there and within reach, and whether it is the caller.
func about(r *domain.Resource, staff string, a *Access) []Query {
	if !r.About() {
		return nil
	}
	return []Query{Select("WITH me(id) AS (VALUES (?))\nSELECT EXISTS (SELECT 1 FROM employees e WHERE e.id = ? AND "+
		reachSQL("e.id", r.Create[a.User.Role])+"), ? IS "+myStaffSQL, db.Text(a.User.ID), db.Text(staff), db.Text(staff))}
}

// check applies the rules between fields, as of today.
func (h *Handle) check(r *domain.Resource, rec domain.Record) error {
	if r.Check == nil {
		return nil
	}
	if bad := r.Check(r.Get(rec), domain.Today(h.Now())); bad != nil {
		return domain.Invalid(bad...)
	}
	return nil
}

// Edit decides a change of a record: the given columns take the given values.
// ifVersion, unless 0, is the version that must still stand. Errors:
// domain.ErrNotFound, domain.ErrConflict, domain.ErrForbidden naming columns,
// domain.ErrWrongState, "invalid-request", a rule's refusal.
func (h *Handle) Edit(ctx context.Context, r *domain.Resource, list []Rule, id string, ifVersion int64, given map[string]string) (domain.Record, *Change, error) {
	return h.EditOwn(ctx, r, list, id, ifVersion, given, nil)
}

// EditOwn is Edit; own are the values that the application gives its own
// columns, if anything changes.
func (h *Handle) EditOwn(ctx context.Context, r *domain.Resource, list []Rule, id string, ifVersion int64, given, own map[string]string) (domain.Record, *Change, error) {
	decided := rulesFor(r, list, id, given)
	old, rows, err := h.Get(ctx, r, id, false, func(*Access) []Query { return decided.queries })
	if err != nil {
		return old, nil, err
	}
	if ifVersion != 0 && ifVersion != old.Version {
		return old, nil, domain.ErrConflict
	}
	if err := h.mayEdit(r, old, given); err != nil {
		return old, nil, err
	}
	rec := old
	rec.Values = slices.Clone(old.Values)
	r.Set(rec, given)
	decided.give(r, rec, rows)
	if slices.Equal(rec.Values, old.Values) {
		return old, h.Unchanged(), h.HasKeys()
	}
	r.Set(rec, own)
	r.Compute(rec)
	undo(r, old, rec)
	if err := h.check(r, rec); err != nil {
		return old, nil, err
	}
	if err := decided.check(rows); err != nil {
		return old, nil, err
	}
	decided.derive(r, rec, rows)
	rec.Version, rec.UpdatedAt = old.Version+1, h.Now()
	change, err := h.recordChange("update", r, old, rec, decided.requires)
	return rec, change, err
}

// undo takes a record back to its first state if what was decided on is not what
// now stands there.
func undo(r *domain.Resource, old, rec domain.Record) {
	if r.States == nil || !slices.ContainsFunc(r.States.Undone, func(c string) bool { return r.Get(old)(c) != r.Get(rec)(c) }) {
		return
	}
	setState(r, rec, r.States.Start, "", "", "")
}

// setState gives a record a state and who decided on it, when and why.
func setState(r *domain.Resource, rec domain.Record, state, by, at, why string) {
	for _, set := range [][2]string{{r.States.Column, state}, {r.States.By, by}, {r.States.At, at}, {r.States.Why, why}} {
		if set[0] != "" {
			rec.Values[r.Index(set[0])] = set[1]
		}
	}
}

// mayEdit refuses what the caller may not change. A column that was named is
// refused even where its value, which the caller may not see, would stay as it is.
func (h *Handle) mayEdit(r *domain.Resource, old domain.Record, given map[string]string) error {
	role := h.access.User.Role
	if err := r.MayWrite(role, old.Own, named(r, given)); err != nil {
		return err
	}
	if !r.Edit.Allows(role, old.Own) {
		return domain.ErrForbidden
	}
	for name := range given {
		if !r.EditableAt(old, name) {
			return domain.ErrWrongState
		}
	}
	return nil
}

func named(r *domain.Resource, given map[string]string) func(column int) bool {
	return func(i int) bool { _, ok := given[r.Columns[i].Name]; return ok }
}

// recordChange is the entry of a record's change, behind what it requires, what
// makes it, and who is told: a foreign key would refuse as a defect who has just gone.
func (h *Handle) recordChange(verb string, r *domain.Resource, old, rec domain.Record,
	requires []db.Stmt) (*Change, error) {
	stmts, err1 := h.Store(r.Table, old, rec)
	e, err2 := h.Difference(r.Entity+"."+verb, r.Table, old, rec)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return h.Begin(e).Exec(requires...).Exec(stmts...).Scratch(h.NoticesOf(r, verb, rec)...), nil
}

// Store are the statements that write a record: a new one where old has no values.
func (h *Handle) Store(t *domain.Table, old, rec domain.Record) ([]db.Stmt, error) {
	if old.Values != nil {
		return h.Update(t, old, rec)
	}
	insert, err := h.Insert(t, rec)
	return []db.Stmt{insert}, err
}

// Difference is an entry of what differs between two states of a record.
func (h *Handle) Difference(action string, t *domain.Table, old, rec domain.Record) (Entry, error) {
	e := Did(action, t.Entity, rec.ID)
	if old.Values != nil {
		before, err := h.Marks(t, old, rec)
		if err != nil {
			return e, err
		}
		e = e.From(before)
	}
	after, err := h.Marks(t, rec, old)
	return e.To(after), err
}
