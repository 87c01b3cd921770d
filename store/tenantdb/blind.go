package tenantdb

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
)

// A sealed column that is declared Indexed is found by its whole value: beside it
// stands a keyed index (vault.Keys.Blind), which Insert and Update write and clear
// with the value. So what seals the values anew under another data key writes
// their indexes anew, and until it has come to the end a search looks for the
// indexes under all keys.
//
// What was sealed before its column had an index gets one when a search first asks
// for it (index): it is done once, in slices, each of which stays done.

// unindexedSQL holds for rows whose value has no index yet. The schema has a
// partial index with this very condition.
func unindexedSQL(c *domain.Column) string {
	return c.Name + " IS NOT NULL AND " + c.IndexName() + " IS NULL"
}

// exact narrows a list by what is sealed, for a role that may read it of all
// records: to find is to learn. Errors: domain.ErrForbidden naming the column,
// domain.ErrEncryption.
func (f Filter) exact(h *Handle, r *domain.Resource, role domain.Role) (sql string, args []db.Value, err error) {
	for _, e := range f.Exact {
		i := r.Index(e[0])
		c := &r.Columns[i]
		if !c.ReadableBy(role, false) {
			refusal := *domain.ErrForbidden
			refusal.Fields = []domain.FieldError{{Field: c.Name, Code: "forbidden", Message: c.Label + " is not yours to search by"}}
			return "", nil, &refusal
		}
		indexes, err := h.Blinds(r.Table, i, e[1])
		if err != nil {
			return "", nil, err
		}
		sql += "\nAND r." + c.IndexName() + " IN (" + strings.TrimPrefix(strings.Repeat(", ?", len(indexes)), ", ") + ")"
		for _, index := range indexes {
			args = append(args, db.Text(index))
		}
	}
	return sql, args, nil
}

// anyUnindexed asks whether a value has no index yet.
func anyUnindexed(t *domain.Table) Query {
	sql := "SELECT 0"
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Indexed {
			sql += " OR EXISTS (SELECT 1 FROM " + t.Name + " WHERE " + unindexedSQL(c) + ")"
		}
	}
	return Select(sql)
}

// indexSlice is how many values get their index in one write.
const indexSlice = 500

// index gives every value its index that has none. It is the operator's own work,
// and each slice of it an entry of the ledger. Error: domain.ErrEncryption.
func (h *Handle) index(ctx context.Context, t *domain.Table) error {
	own := h.AsSystem(domain.User{ID: "system"}, h.req)
	for i := range t.Columns {
		for more := t.Columns[i].Indexed; more; {
			var err error
			if more, err = own.indexSome(ctx, t, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// indexSome does one slice. A value that is changed meanwhile is left to whoever
// changes it: its text is another then.
func (h *Handle) indexSome(ctx context.Context, t *domain.Table, column int) (more bool, err error) {
	c := &t.Columns[column]
	rows, err := h.Visit(ctx, Select("SELECT id, "+c.Name+" FROM "+t.Name+" WHERE "+unindexedSQL(c)+" LIMIT ?", db.Int(indexSlice)))
	if err != nil || len(rows[0]) == 0 {
		return false, err
	}
	change := h.Begin(Did(t.Entity+".index", t.Entity, "").With("column", c.Name))
	for _, row := range rows[0] {
		plain, err := h.Unseal(place(t, column, row[0].S), row[1].S)
		if err != nil {
			return false, err
		}
		index, err := h.Blind(t, column, plain)
		if err != nil {
			return false, err
		}
		change.Exec(db.Q("UPDATE "+t.Name+" SET "+c.IndexName()+" = ? WHERE id = ? AND "+c.Name+" = ?", db.Text(index), row[0], row[1]))
	}
	return true, h.Record(ctx, change)
}
