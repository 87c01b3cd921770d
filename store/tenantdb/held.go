package tenantdb

import (
	"cmp"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
)

// HeldRow is a row about a person.
type HeldRow struct {
	ID     string
	Also   []string // beside the table's Held.Also
	Values []string // beside its columns; "" for a secret
	Names  []string // beside them: what an ID names
}

// whoSQL goes before what finds rows about a member of staff, whose id is its argument.
const whoSQL = "WITH who(id) AS (VALUES (?))\n"

// heldSQL holds for a row r about whoever who is.
func heldSQL(t *domain.Table) string {
	switch h := &t.Held; {
	case h.Staff != "":
		return "r." + h.Staff + " = (SELECT id FROM who)"
	case h.Account != "":
		return "r." + h.Account + " = (SELECT e.account_id FROM employees e WHERE e.id = (SELECT id FROM who))"
	}
	return recordOfSQL("r." + t.Held.Record)
}

// recordOfSQL holds for the id of a record about whoever who is, or of their
// account. A Durable Object takes five SELECTs in a UNION at most.
func recordOfSQL(id string) string {
	parts := []string{id + " = (SELECT account_id FROM employees WHERE id = (SELECT id FROM who))"}
	for _, t := range domain.Tables {
		if t.Held.Staff != "" {
			parts = append(parts, id+" IN (SELECT id FROM "+t.Name+" WHERE "+t.Held.Staff+" = (SELECT id FROM who))")
		}
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// HeldOn selects the rows of a table that are about a member of staff, oldest first.
func HeldOn(t *domain.Table, staff string) Query {
	columns := []string{"r." + cmp.Or(t.Held.Key, "id")}
	for _, f := range t.Held.Also {
		columns = append(columns, "r."+f.Name)
	}
	for i := range t.Columns {
		if t.Columns[i].Told() {
			columns = append(columns, "r."+t.Columns[i].Name)
		} else {
			columns = append(columns, "NULL")
		}
	}
	for _, i := range namers(t, true) {
		columns = append(columns, CalledSQL(domain.TableNamed(t.Columns[i].Of), "r."+t.Columns[i].Name))
	}
	return Select(whoSQL+"SELECT "+strings.Join(columns, ", ")+" FROM "+t.Name+" r WHERE "+heldSQL(t)+"\nORDER BY r.rowid", db.Text(staff))
}

// OpenHeld makes rows of HeldOn, opening what is sealed. Error: domain.ErrEncryption.
func (h *Handle) OpenHeld(t *domain.Table, rows db.Rows) ([]HeldRow, error) {
	list, also := make([]HeldRow, len(rows)), 1+len(t.Held.Also)
	for i, row := range rows {
		rec := domain.Record{ID: row[0].S, Values: texts(row[also : also+len(t.Columns)])}
		if err := h.openSealed(t, &rec); err != nil {
			return nil, err
		}
		list[i] = HeldRow{ID: rec.ID, Also: texts(row[1:also]), Values: rec.Values, Names: make([]string, len(t.Columns))}
		for n, column := range namers(t, true) {
			list[i].Names[column] = row[also+len(t.Columns)+n].S
		}
	}
	return list, nil
}

func texts(row []db.Value) []string {
	list := make([]string, len(row))
	for i, v := range row {
		list[i] = v.Text()
	}
	return list
}

// LedgerOn selects columns of the ledger's entries about a member of staff: what
// was done to their account and their records, newest first, at most limit.
func LedgerOn(staff, columns string, limit int) Query {
	return ledgerAbout(whoSQL, staff, columns, limit)
}

// LedgerOnMe is LedgerOn for the caller.
func LedgerOnMe(a *Access, columns string, limit int) Query {
	return ledgerAbout("WITH who(id) AS (SELECT id FROM employees WHERE account_id = ?)\n", a.User.ID, columns, limit)
}

func ledgerAbout(who, id, columns string, limit int) Query {
	return Select(who+"SELECT "+columns+" FROM ledger WHERE "+recordOfSQL("entity_id")+"\nORDER BY seq DESC LIMIT ?",
		db.Text(id), db.Int(int64(limit)))
}
