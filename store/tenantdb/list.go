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

// Filter narrows, sorts and pages a list.
type Filter struct {
	Text   string      // words that are looked for, in any order
	Where  [][2]string // column and value
	Exact  [][2]string // Indexed column and whole value, in canonical form
	IDs    []string    // of the records; nil: any
	From   string      // the least of the resource's From column, and
	To     string      // the most of its To column
	Sort   string      // a column of Sorts, "-" before it for the other way round; "": the usual order
	After  string      // the id that the page before ended with
	Before string      // the id that the page behind begins with; in place of After
	Limit  int
	Named  bool // with the names of what IDs name,
	Keyed  bool // or, for who may import such records, with what an import knows that by
	Count  bool // and how many there are in all
}

// List is a page of records.
type List struct {
	Records []domain.Record // at most Limit + 1: one more says that there is another page
	Total   int64           // if it was asked for
}

// ErrCursor refuses a cursor that was not given out.
var ErrCursor = domain.Invalid(domain.FieldError{Field: "cursor", Code: "malformed", Message: "cursor is not one that was given out"})

// List reads a page of the records that the caller reaches, and runs more
// queries beside it. A cursor beyond the caller's reach is as one that is not there.
func (h *Handle) List(ctx context.Context, r *domain.Resource, f Filter, more ...func(*Access) []Query) (List, []db.Rows, error) {
	if err := f.check(r); err != nil {
		return List{}, nil, err
	}
	mine, refused := 0, error(nil)
	rows, err := h.Read(ctx, func(a *Access) (list []Query) {
		if list, refused = f.queries(h, r, a); refused != nil {
			return nil
		}
		mine = len(list)
		for _, build := range more {
			list = append(list, build(a)...)
		}
		return list
	})
	if err = cmp.Or(err, refused); err != nil {
		return List{}, nil, err
	}
	if f.Exact != nil {
		if mine--; rows[mine][0][0].Bool() {
			if err := h.index(ctx, r.Table); err != nil {
				return List{}, nil, err
			}
			return h.List(ctx, r, f, more...)
		}
		rows = slices.Delete(rows, mine, mine+1)
	}
	var l List
	if f.at() != "" && len(rows[1]) == 0 {
		return l, nil, ErrCursor
	}
	if f.Count {
		l.Total = rows[mine-1][0][0].I
	}
	l.Records, err = h.openRecords(r.Table, rows[0], f.Named)
	if f.Before != "" {
		slices.Reverse(l.Records)
	}
	return l, rows[mine:], err
}

// Value is what a column is narrowed to, or "".
func (f Filter) Value(column string) string {
	for _, w := range f.Where {
		if w[0] == column {
			return w[1]
		}
	}
	return ""
}

// at is the id of the record from which the page goes on, or back.
func (f Filter) at() string { return cmp.Or(f.After, f.Before) }

// turned is how the order goes on, in SQL, and what compares a record behind the
// cursor with it: backwards where that is asked for or usual, or a page back, not
// both.
func (f Filter) turned(r *domain.Resource) (turn, beyond string) {
	backwards := strings.HasPrefix(f.Sort, "-") || f.Sort == "" && r.Latest
	if backwards != (f.Before != "") {
		return " DESC", "<"
	}
	return "", ">"
}

var errFilter = errors.New("tenantdb: a list is narrowed or sorted by a column that was not declared for it")

// check: the names of columns become a part of the statement.
func (f Filter) check(r *domain.Resource) error {
	if f.Sort != "" && !slices.Contains(r.Sorts, strings.TrimPrefix(f.Sort, "-")) {
		return errFilter
	}
	for _, w := range f.Where {
		if !slices.Contains(r.Filters, w[0]) {
			return errFilter
		}
	}
	for _, e := range f.Exact {
		if i := r.Index(e[0]); i < 0 || !r.Columns[i].Indexed || e[1] == "" {
			return errFilter
		}
	}
	return nil
}

// queries are those of a page. The last, where the list is narrowed by what is
// sealed, says whether something has no index yet.
func (f Filter) queries(h *Handle, r *domain.Resource, a *Access) ([]Query, error) {
	me, role := db.Text(a.User.ID), a.User.Role
	keyed := f.Keyed && r.Imports && r.Create[role] == domain.Everybody
	reach := h.gate.sql(selection{of: r, role: role, named: f.Named, keyed: keyed})
	where, args := f.where(r)
	exact, indexes, err := f.exact(h, r, role)
	if err != nil {
		return nil, err
	}
	where, args = where+exact, append(args, indexes...)
	sql, order := reach+where, f.order(r)
	turn, beyond := f.turned(r)
	args = append([]db.Value{me}, args...)
	list := make([]Query, 1, 4)
	if f.at() != "" {
		sql += f.beyond(r, order, beyond)
		list = append(list, Select(reach+"\nAND r.id = ?", me, db.Text(f.at())))
	}
	if f.Count {
		list = append(list, Select(h.gate.sql(selection{of: r, role: role, count: true})+where, args...))
	}
	if f.at() != "" {
		args = append(slices.Clip(args), db.Text(f.at()), db.Text(f.at()))
	}
	sql += "\nORDER BY " + strings.Join(order, turn+", ") + turn + "\nLIMIT ?"
	list[0] = Select(InOneText(sql), append(slices.Clip(args), db.Int(int64(f.Limit)+1))...)
	if f.Exact != nil {
		list = append(list, anyUnindexed(r.Table))
	}
	return list, nil
}

// beyond are the records behind the cursor in the order. SQLite does not take a row
// of values to an index that begins with an expression: what the first is
// compared with stands there once more.
func (f Filter) beyond(r *domain.Resource, order []string, compares string) string {
	all := strings.Join(order, ", ")
	at := func(what string) string { return " (SELECT " + what + " FROM " + r.Name + " r WHERE r.id = ?)" }
	return "\nAND " + order[0] + " " + compares + "=" + at(order[0]) + " AND (" + all + ") " + compares + at(all)
}

func (f Filter) where(r *domain.Resource) (sql string, args []db.Value) {
	search := "r.search"
	if r != nil && r.Search == nil && r.About() {
		search = "(SELECT s.search FROM employees s WHERE s.id = r." + r.Subject + ")"
	}
	for _, word := range domain.SearchWords(f.Text) {
		sql, args = sql+"\nAND instr("+search+", ?) > 0", append(args, db.Text(word))
	}
	for _, w := range f.Where {
		sql, args = sql+"\nAND "+filtered(r, w[0])+" = ?", append(args, db.Text(w[1]))
	}
	if f.IDs != nil {
		sql, args = sql+"\nAND r.id IN (SELECT value FROM json_each(?))", append(args, db.Text(domain.JSONTexts(f.IDs)))
	}
	if f.From != "" {
		sql, args = sql+"\nAND r."+r.From+" >= ?", append(args, db.Text(f.From))
	}
	if f.To != "" {
		sql, args = sql+"\nAND r."+r.To+" <= ?", append(args, db.Text(f.To))
	}
	return sql, args
}

// ordered is a column as a list compares it: one that may be empty as if it were
// "". An index over the very expression makes the order cheap.
func ordered(r *domain.Resource, name string) string {
	state := r.States != nil && name == r.States.Column
	if i := r.Index(name); i >= 0 && !r.Columns[i].Required && !state {
		return "coalesce(r." + name + ", '')"
	}
	return "r." + name
}

// filtered is a column as a filter compares it: where a list can be sorted by it,
// by the same index.
func filtered(r *domain.Resource, name string) string {
	if slices.Contains(r.Sorts, name) {
		return ordered(r, name)
	}
	return "r." + name
}

// order are the columns that decide the order, the id last.
func (f Filter) order(r *domain.Resource) []string {
	names := r.Order
	if f.Sort != "" {
		names = append([]string{strings.TrimPrefix(f.Sort, "-")}, r.Order...)
	}
	var order []string
	for _, name := range names {
		order = append(order, ordered(r, name))
	}
	return append(order, "r.id")
}

// mostDistinct is how many values a filter offers.
const mostDistinct = " LIMIT 200"

// Distinct are the values that a column has in the records that the caller
// reaches, as (value, value). Who reaches all of them goes from each value to the
// next, by the index of a column that the list can be sorted by.
func Distinct(r *domain.Resource, c *domain.Column, a *Access) Query {
	s, x, me := selection{of: r, role: a.User.Role}, filtered(r, c.Name), db.Text(a.User.ID)
	if r.Read[a.User.Role] < domain.Everybody || !slices.Contains(r.Sorts, c.Name) {
		return Select("WITH me(id) AS (VALUES (?))\nSELECT DISTINCT "+x+", "+x+s.from()+" AND "+x+" <> ''\nORDER BY 1"+mostDistinct, me)
	}
	next := "(SELECT " + x + " FROM " + r.Name + " r WHERE " + x + " > "
	return Select("WITH RECURSIVE each(value) AS (\n  SELECT " + next + "'' ORDER BY 1 LIMIT 1)\n  UNION ALL\n  SELECT " +
		next + "each.value ORDER BY 1 LIMIT 1) FROM each WHERE each.value IS NOT NULL" + mostDistinct + ")\nSELECT value, value FROM each WHERE value IS NOT NULL")
}
