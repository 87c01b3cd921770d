package tenantdb

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
)

// What work on many records at once needs to know of those that are there. Both
// are for work that has been admitted: no guard stands before them.

// knownSlice is how many records, or values, are asked about in one query.
const knownSlice = 500

// Records reads records by id, with the columns that a role may read of all.
// Errors: domain.ErrEncryption, domain.ErrDatabase.
func (h *Handle) Records(ctx context.Context, r *domain.Resource, role domain.Role, ids []string) (map[string]domain.Record, error) {
	found := map[string]domain.Record{}
	sql := InOneText("SELECT " + recordColumns(r.Table, role, "0", nil) + " FROM " + r.Name + " r\nWHERE r.id IN (SELECT value FROM json_each(?, '$.list'))")
	for len(ids) > 0 {
		n := min(len(ids), knownSlice)
		rows, err := h.Visit(ctx, Select(sql, listed(ids[:n])))
		if err != nil {
			return nil, err
		}
		records, err := h.openRecords(r.Table, rows[0], false)
		if err != nil {
			return nil, err
		}
		for _, rec := range records {
			found[rec.ID] = rec
		}
		ids = ids[n:]
	}
	return found, nil
}

// HavingValue are the ids of the records that have one of the values in an
// Indexed column, by value. Errors: domain.ErrEncryption, domain.ErrDatabase.
func (h *Handle) HavingValue(ctx context.Context, r *domain.Resource, column int, values []string) (map[string][]string, error) {
	found := map[string][]string{}
	if len(values) == 0 {
		return found, nil
	}
	if err := h.index(ctx, r.Table); err != nil {
		return nil, err
	}
	name := r.Columns[column].IndexName()
	for len(values) > 0 {
		n := min(len(values), knownSlice)
		indexes, valueOf, err := h.blindsOf(r.Table, column, values[:n])
		if err != nil {
			return nil, err
		}
		rows, err := h.Visit(ctx, Select("SELECT id, "+name+" FROM "+r.Name+" WHERE "+name+" IN (SELECT value FROM json_each(?, '$.list'))", listed(indexes)))
		if err != nil {
			return nil, err
		}
		for _, row := range rows[0] {
			value := valueOf[row[1].S]
			found[value] = append(found[value], row[0].S)
		}
		values = values[n:]
	}
	return found, nil
}

// blindsOf are the indexes of values, and the value of each.
func (h *Handle) blindsOf(t *domain.Table, column int, values []string) (indexes []string, valueOf map[string]string, err error) {
	valueOf = map[string]string{}
	for _, value := range values {
		list, err := h.Blinds(t, column, value)
		if err != nil {
			return nil, nil, err
		}
		for _, index := range list {
			valueOf[index] = value
		}
		indexes = append(indexes, list...)
	}
	return indexes, valueOf, nil
}

// listed is a list of texts as one argument, for json_each(?, '$.list').
func listed(texts []string) db.Value {
	o := domain.Object{}
	return db.Text(o.Texts("list", texts).String())
}
