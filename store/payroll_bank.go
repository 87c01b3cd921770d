package store

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// Payment is a line of a bank file.
type Payment struct {
	Name, SortCode, Account string
	Pence                   int64
}

// BankFile decides that the payments of a run are given out, which the ledger
// keeps: of the period's latest run, where run is 0. What pays nothing is left
// out. Error: domain.ErrNoBank, which names who has no bank details.
func (t *Tenant) BankFile(ctx context.Context, period string, run int64) ([]Payment, *Change, error) {
	p, n := db.Text(period), db.Int(run)
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT r.id, e.id, e.given_name || ' ' || e.family_name, 
  e.sort_code, e.bank_account, r.net_pence, r.run
FROM payroll r JOIN employees e ON e.id = r.employee_id
WHERE r.period = ? AND r.state = 'final' AND r.run = iif(? > 0, ?, (SELECT max(run) FROM payroll WHERE period = ?))
ORDER BY e.family_name, e.given_name, r.id`, p, n, n, p)}
	})
	if err != nil {
		return nil, nil, err
	}
	var list []Payment
	refusal := *domain.ErrNoBank
	for _, row := range rows[0] {
		pay, err := t.payment(row)
		switch {
		case err != nil:
			return nil, nil, err
		case pay.Pence > 0 && (pay.SortCode == "" || pay.Account == ""):
			refusal.Fields = append(refusal.Fields, domain.FieldError{
				Field: row[1].S, Code: "missing", Message: pay.Name + " has no bank details"})
		case pay.Pence > 0:
			list = append(list, pay)
		}
	}
	if refusal.Fields != nil {
		return nil, nil, named(&refusal)
	}
	if len(rows[0]) > 0 {
		run = rows[0][0][6].I
	}
	o := domain.Object{}
	o.Text("period", period).Text("run", digits(run)).Text("payments", digits(int64(len(list))))
	return list, t.gate.Begin(tenantdb.Did("payrun.bank-file", domain.PayRun, period).To(o.String())), nil
}

// mostNamed is how many people a refusal names.
const mostNamed = 20

// named says in the refusal's own words who is meant, for who reads no fields.
func named(e *domain.Error) *domain.Error {
	more := ""
	if n := len(e.Fields) - mostNamed; n > 0 {
		e.Fields, more = e.Fields[:mostNamed], " "+domain.Count(int64(n))+" more have none."
	}
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Message)
	}
	e.Message += " " + strings.Join(names, ". ") + "." + more
	return e
}

// payment opens a row: id of the payslip, of the employee, name, sort code,
// account, net pay.
func (t *Tenant) payment(row []db.Value) (p Payment, err error) {
	p.Name = row[2].S
	open := func(table, column, id string, sealed db.Value) (plain string) {
		if err == nil {
			plain, err = t.gate.Unseal(vault.Place{Table: table, Column: column, Row: id}, sealed.S)
		}
		return plain
	}
	p.SortCode = open("employees", "sort_code", row[1].S, row[3])
	p.Account = open("employees", "bank_account", row[1].S, row[4])
	p.Pence = domain.Whole(open("payroll", "net_pence", row[0].S, row[5]))
	return p, err
}

// bankChangedSQL holds for an entry l of a change of bank details, as the index
// of them has it.
const bankChangedSQL = `l.action = 'employee.update'
AND instr(l.before || l.after, '"bank_account"') + instr(l.before || l.after, '"sort_code"') > 0`

var errOwnBank = &domain.Error{Code: domain.ErrTwoPeople.Code,
	Message: "Somebody else has to look at this: you changed these bank details, or they are your own."}

// LookAtBank decides that the caller has looked at somebody's changed bank
// details; change is the entry of the ledger that changed them last. Errors:
// domain.ErrNotFound where there is no change, domain.ErrConflict where there
// is a later one, domain.ErrTwoPeople for who made it and for whose they are.
func (t *Tenant) LookAtBank(ctx context.Context, employee string, change int64) (*Change, error) {
	id := db.Text(employee)
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		me := db.Text(a.User.ID)
		return []tenantdb.Query{tenantdb.Select(`SELECT l.seq, l.actor = ? OR EXISTS (SELECT 1 FROM employees WHERE id = ? AND account_id = ?)
FROM ledger l WHERE `+bankChangedSQL+` AND l.entity_id = ? ORDER BY l.seq DESC LIMIT 1`, me, id, me, id)}
	})
	switch {
	case err != nil:
		return nil, err
	case len(rows[0]) == 0:
		return nil, domain.ErrNotFound
	case rows[0][0][0].I != change:
		return nil, domain.ErrConflict
	case rows[0][0][1].Bool():
		return nil, errOwnBank
	}
	return t.gate.Begin(tenantdb.Did("employee.bank-look", domain.Employees.Entity, employee).With("change", digits(change))).
		Exec(tenantdb.Require(`NOT EXISTS (SELECT 1 FROM ledger l WHERE `+bankChangedSQL+` AND l.entity_id = ? AND l.seq > ?)`, id, db.Int(change))), nil
}
