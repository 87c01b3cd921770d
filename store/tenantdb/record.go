package tenantdb

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// separator stands between the values in the one text that crosses for a page
// of records: a value has no control characters (domain.Field.Parse), and JSON
// leaves DEL as it is. One text a record costs a third of twenty values.
const separator = "\x7f"

// recordColumns is a record as one column: id, version, created_at,
// updated_at, own, the declared columns and, by call unless that is nil, the name
// of what each names that is an ID. It needs the CTE me(id) and the alias r. A column that
// the role may read only on its own record is empty on every other, so that it
// does not even leave the database.
func recordColumns(t *domain.Table, role domain.Role, own string,
	call func(*domain.Table, string) string) string {
	columns := []string{"r.id", "r.version", "r.created_at", "r.updated_at", own}
	for i := range t.Columns {
		if c := &t.Columns[i]; c.ReadableBy(role, false) {
			columns = append(columns, "r."+c.Name)
		} else {
			columns = append(columns, "CASE WHEN "+own+" THEN r."+c.Name+" END")
		}
	}
	for _, i := range namers(t, call != nil) {
		columns = append(columns, call(domain.TableNamed(t.Columns[i].Of), "r."+t.Columns[i].Name))
	}
	marks := strings.Repeat("%s"+separator, len(columns)-1) + "%s"
	return "format('" + marks + "', " + strings.Join(columns, ", ") + ") AS record"
}

// namers are the columns that name a record of a table.
func namers(t *domain.Table, named bool) (list []int) {
	for i := range t.Columns {
		if named && t.Columns[i].Of != "" {
			list = append(list, i)
		}
	}
	return list
}

// InOneText makes one row of a SELECT of recordColumns, NULL of no record. What
// an inner LIMIT goes by is the order of the outer aggregate too (SQLite keeps it).
func InOneText(selection string) string {
	return "SELECT group_concat(record, '" + separator + "') FROM (\n" + selection + "\n)"
}

// openRecords makes Records of the one row of InOneText, or of recordColumns,
// opening what is sealed.
func (h *Handle) openRecords(table *domain.Table, rows db.Rows, named bool) ([]domain.Record, error) {
	if len(rows) == 0 || rows[0][0].IsNull() {
		return nil, nil
	}
	names := namers(table, named)
	parts, each := strings.Split(rows[0][0].S, separator), 5+len(table.Columns)+len(names)
	if len(parts)%each != 0 {
		return nil, errors.New("tenantdb: malformed record in " + table.Name)
	}
	records := make([]domain.Record, len(parts)/each)
	for i := range records {
		if err := h.openRecord(table, parts[:each:each], names, &records[i]); err != nil {
			return nil, err
		}
		parts = parts[each:]
	}
	return records, nil
}

// openOne is openRecords for one. Error: domain.ErrNotFound.
func (h *Handle) openOne(table *domain.Table, rows db.Rows, named bool) (domain.Record, error) {
	records, err := h.openRecords(table, rows, named)
	if err != nil {
		return domain.Record{}, err
	}
	if len(records) == 0 {
		return domain.Record{}, domain.ErrNotFound
	}
	return records[0], nil
}

func (h *Handle) openRecord(table *domain.Table, parts []string, names []int, rec *domain.Record) error {
	var err1, err2, err3 error
	end := 5 + len(table.Columns)
	rec.ID, rec.Own, rec.Values = parts[0], parts[4] == "1", parts[5:end:end]
	if len(names) > 0 {
		rec.Names = make([]string, len(table.Columns))
		for i, column := range names {
			rec.Names[column] = parts[end+i]
		}
	}
	rec.Version, err1 = strconv.ParseInt(parts[1], 10, 64)
	rec.CreatedAt, err2 = strconv.ParseInt(parts[2], 10, 64)
	rec.UpdatedAt, err3 = strconv.ParseInt(parts[3], 10, 64)
	return cmp.Or(err1, err2, err3, h.openSealed(table, rec))
}

func (h *Handle) openSealed(table *domain.Table, rec *domain.Record) (err error) {
	for i := range table.Columns {
		if table.Columns[i].Class != domain.Sealed || rec.Values[i] == "" {
			continue
		}
		if rec.Values[i], err = h.Unseal(place(table, i, rec.ID), rec.Values[i]); err != nil {
			return err
		}
	}
	return nil
}

func place(table *domain.Table, column int, id string) vault.Place {
	return vault.Place{Table: table.Name, Column: table.Columns[column].Name, Row: id}
}

// bind is a column's value as it is stored: sealed if it is declared so.
func (h *Handle) bind(table *domain.Table, column int, id, value string) (db.Value, error) {
	c := table.Columns[column]
	switch {
	case c.Class == domain.Sealed:
	case c.Kind != nil && c.Kind.Integer && value != "":
		n, err := strconv.ParseInt(value, 10, 64)
		return db.Int(n), err
	default:
		return db.TextOrNull(value), nil
	}
	sealed, err := h.Seal(place(table, column, id), value)
	return db.TextOrNull(sealed), err
}

// columnValue is what a column of the database takes.
type columnValue struct {
	name  string
	value db.Value
}

// stored is a column as it is stored, with the index that it is found by.
func (h *Handle) stored(table *domain.Table, column int, id, value string) ([]columnValue, error) {
	c := &table.Columns[column]
	v, err := h.bind(table, column, id, value)
	if err != nil || !c.Indexed {
		return []columnValue{{c.Name, v}}, err
	}
	index, err := h.Blind(table, column, value)
	return []columnValue{{c.Name, v}, {c.IndexName(), db.TextOrNull(index)}}, err
}

// Insert is the INSERT of a new record.
func (h *Handle) Insert(table *domain.Table, rec domain.Record) (db.Stmt, error) {
	names := "id, version, created_at, updated_at"
	marks := "?, ?, ?, ?"
	args := []db.Value{db.Text(rec.ID), db.Int(rec.Version), db.Int(rec.CreatedAt), db.Int(rec.UpdatedAt)}
	for i := range table.Columns {
		stored, err := h.stored(table, i, rec.ID, rec.Values[i])
		if err != nil {
			return db.Stmt{}, err
		}
		for _, s := range stored {
			names, marks, args = names+", "+s.name, marks+", ?", append(args, s.value)
		}
	}
	if table.Search != nil {
		names, marks, args = names+", search", marks+", ?", append(args, db.Text(table.SearchText(rec)))
	}
	return db.Q("INSERT INTO "+table.Name+" ("+names+") VALUES ("+marks+")", args...), nil
}

// Update are the UPDATE of the columns that differ and the statement
// that requires the record to be at the version it was read at.
func (h *Handle) Update(table *domain.Table, old, rec domain.Record) ([]db.Stmt, error) {
	sets := "version = ?, updated_at = ?"
	args := []db.Value{db.Int(rec.Version), db.Int(rec.UpdatedAt)}
	for i := range table.Columns {
		if rec.Values[i] == old.Values[i] {
			continue
		}
		stored, err := h.stored(table, i, rec.ID, rec.Values[i])
		if err != nil {
			return nil, err
		}
		for _, s := range stored {
			sets, args = sets+", "+s.name+" = ?", append(args, s.value)
		}
	}
	if found := table.SearchText(rec); found != table.SearchText(old) {
		sets, args = sets+", search = ?", append(args, db.Text(found))
	}
	args = append(args, db.Text(rec.ID), db.Int(old.Version))
	return []db.Stmt{db.Q("UPDATE "+table.Name+" SET "+sets+" WHERE id = ? AND version = ?", args...), RequireOne}, nil
}

// Marks are the values of the columns that differ from other, as they enter
// the ledger: facts as they are, personal values as fingerprints (LEDGER-2).
// A JSON object, or "" when there is nothing to say.
func (h *Handle) Marks(table *domain.Table, rec, other domain.Record) (string, error) {
	w := domain.Object{}
	for i := range table.Columns {
		c := &table.Columns[i]
		value := rec.Values[i]
		if value == "" || other.Values != nil && other.Values[i] == value {
			continue
		}
		if c.Class != domain.Fact {
			mark, err := h.Fingerprint(place(table, i, rec.ID), value)
			if err != nil {
				return "", err
			}
			value = mark
		}
		w.Text(c.Name, value)
	}
	if w.Empty() {
		return "", nil
	}
	return w.String(), nil
}
