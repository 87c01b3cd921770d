package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// PayslipLine is one of somebody's own payslips, in a list of them.
type PayslipLine struct {
	ID, Period, PayOn string
	Net               int64 // pence
	Correction        bool
}

// MyPayslips are the caller's own, final ones, the latest first.
func (t *Tenant) MyPayslips(ctx context.Context) (list []PayslipLine, err error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.MyRecords(domain.Payroll, a, "r.id, r.period, r.pay_on, r.net_pence, r.correction_of IS NOT NULL",
			"\nAND r.state = 'final' ORDER BY r.period DESC, r.run DESC, r.id"+mostListed)}
	})
	if err != nil {
		return nil, err
	}
	for _, row := range rows[0] {
		net, err := t.gate.Unseal(vault.Place{Table: "payroll", Column: "net_pence", Row: row[0].S}, row[3].S)
		if err != nil {
			return nil, err
		}
		list = append(list, PayslipLine{row[0].S, row[1].S, row[2].S, domain.Whole(net), row[4].Bool()})
	}
	return list, nil
}

// Payslip is a final payslip with what else stands on it.
type Payslip struct {
	Slip          domain.Record // with names
	Job, NINumber string
}

// Payslip reads a final payslip within the caller's reach. Error:
// domain.ErrNotFound, also for a draft.
func (t *Tenant) Payslip(ctx context.Context, id string) (p Payslip, err error) {
	rec, rows, err := t.gate.Get(ctx, domain.Payroll, id, true, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT e.id, e.job_title, e.ni_number FROM payroll r JOIN employees e ON e.id = r.employee_id
WHERE r.id = ? AND r.state = 'final'`, db.Text(id))}
	})
	switch {
	case err != nil:
		return p, err
	case len(rows[0]) == 0:
		return p, domain.ErrNotFound
	}
	row := rows[0][0]
	p.Slip, p.Job = rec, row[1].S
	p.NINumber, err = t.gate.Unseal(vault.Place{Table: "employees", Column: "ni_number", Row: row[0].S}, row[2].S)
	return p, err
}

// DraftPayslips counts the drafts within the caller's reach.
func (t *Tenant) DraftPayslips(n *int64) Reading {
	return number(n, func(a *Access) tenantdb.Query {
		return tenantdb.Reached(domain.Payroll, a, "count(*)", "\nAND r.state = 'draft'")
	})
}
