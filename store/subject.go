package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// HeldRow is a row about a person.
type HeldRow = tenantdb.HeldRow

// Subject is everything that is held on a member of staff (GDPR-1).
type Subject struct {
	ID, Name, Account string
	Tables            []SubjectTable // those that may be answered with, also where there is nothing
	Log               []AuditLine    // what was done to their records, newest first
}

// SubjectTable is what a table holds on somebody.
type SubjectTable struct {
	*domain.Table
	Rows []HeldRow
}

// mostLog bounds the part of the ledger that is answered with; what is older can be read in the ledger.
const mostLog = 5000

// Subject reads everything on a member of staff, from every table that is
// declared, in one round trip, and decides the entry that says that it was
// handed over. Errors: domain.ErrNotFound, domain.ErrEncryption.
func (t *Tenant) Subject(ctx context.Context, staff string) (*Subject, *Change, error) {
	s := &Subject{ID: staff}
	for _, table := range domain.Tables {
		if table.Held.Not == "" {
			s.Tables = append(s.Tables, SubjectTable{Table: table})
		}
	}
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		list := []tenantdb.Query{
			tenantdb.Select("SELECT "+tenantdb.CalledSQL(domain.Employees.Table, "e.id")+", e.account_id FROM employees e WHERE e.id = ?", db.Text(staff)),
			tenantdb.LedgerOn(staff, lineColumns(t.gate.AboutSQL()), mostLog),
		}
		for i := range s.Tables {
			list = append(list, tenantdb.HeldOn(s.Tables[i].Table, staff))
		}
		return list
	})
	switch {
	case err != nil:
		return nil, nil, err
	case len(rows[0]) == 0:
		return nil, nil, domain.ErrNotFound
	}
	s.Name, s.Account = rows[0][0][0].S, rows[0][0][1].S
	s.Log = t.auditLines(AuditFilter{}, rows[1])
	for i := range s.Tables {
		if s.Tables[i].Rows, err = t.gate.OpenHeld(s.Tables[i].Table, rows[2+i]); err != nil {
			return nil, nil, err
		}
	}
	return s, t.gate.Begin(tenantdb.Did("employee.disclose", domain.Employees.Entity, staff)), nil
}

// mostMine is how much of it the page about oneself has.
const mostMine = 100

// Myself reads who the caller is as a member of staff, "" for nobody, and what was
// done to their records, newest first.
func (t *Tenant) Myself(ctx context.Context) (staff, name string, log []AuditLine, err error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{
			tenantdb.MyRecords(domain.Employees, a, "r.id, "+tenantdb.CalledSQL(domain.Employees.Table, "r.id"), ""),
			tenantdb.LedgerOnMe(a, lineColumns(t.gate.AboutSQL()), mostMine),
		}
	})
	if err != nil || len(rows[0]) == 0 {
		return "", "", nil, err
	}
	return rows[0][0][0].S, rows[0][0][1].S, t.auditLines(AuditFilter{}, rows[1]), nil
}
