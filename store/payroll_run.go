package store

import (
	"context"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// PayRun is what there is to know before a period is finalised, and after.
type PayRun struct {
	Period   string
	Payslips []domain.Record // by name
	Drafts   int64
	LastNet  map[string]int64 // pence of the month before, by employee
	Missing  []Option         // at work in the period and without a payslip: id, name
	Left     []Option         // drafts of whom, who had left before it
	NoBank   []Option         // payslips of whom, who have no bank details
	Bank     []BankChange
	By       []Option // who prepared the drafts
	Mine     bool     // the caller did
	Seen     string   // stands for the drafts as they are
	Runs     []FinalRun
}

// BankChange is the last change of somebody's bank details since the run of an
// earlier period.
type BankChange struct {
	Staff, Name string
	Seq, At     int64  // of the entry that changed them
	By          string // who did
	LookedBy    string // the second person who looked at it, or ""
	May         bool   // the caller may be that person
}

// FinalRun is a run of the period.
type FinalRun struct {
	Run, At, Payslips int64
	By                string
}

// mostListed bounds each list of people.
const mostListed = " LIMIT 200"

const staffNameSQL = `e.given_name || ' ' || e.family_name`

// PayRun reads it.
func (t *Tenant) PayRun(ctx context.Context, period string) (PayRun, error) {
	run := PayRun{Period: period, LastNet: map[string]int64{}}
	all, rows, err := t.allPayslips(ctx, period, func(a *Access) []tenantdb.Query { return runQueries(a, period) })
	if err != nil {
		return run, err
	}
	run.Payslips = all
	slices.SortStableFunc(all, func(a, b domain.Record) int { return strings.Compare(slipName(a), slipName(b)) })
	for _, rec := range all {
		if domain.Payroll.Editable(rec) {
			run.Drafts++
		}
	}
	run.Missing, run.Left, run.NoBank, run.By = optionsOf(rows[0]), optionsOf(rows[1]), optionsOf(rows[2]), optionsOf(rows[3])
	me := t.gate.Access().User.ID
	run.Mine = slices.ContainsFunc(run.By, func(o Option) bool { return o.Value == me })
	for _, row := range rows[4] {
		run.Runs = append(run.Runs, FinalRun{row[0].I, row[1].I, row[2].I, row[3].S})
	}
	for _, row := range rows[5] {
		run.Bank = append(run.Bank, BankChange{Staff: row[0].S, Name: row[1].S, Seq: row[2].I, At: row[3].I,
			By: row[5].S, LookedBy: row[6].S, May: row[4].S != me && !row[7].Bool()})
	}
	run.Seen = rows[6][0][0].S
	return run, t.lastNet(run.LastNet, rows[7])
}

func slipName(rec domain.Record) string { return rec.Names[domain.Payroll.Index("employee_id")] }

// lastNet opens (payslip, employee, net pay).
func (t *Tenant) lastNet(net map[string]int64, rows db.Rows) error {
	for _, row := range rows {
		pence, err := t.gate.Unseal(vault.Place{Table: "payroll", Column: "net_pence", Row: row[0].S}, row[2].S)
		if err != nil {
			return err
		}
		net[row[1].S] += domain.Whole(pence)
	}
	return nil
}

// runQueries read what PayRun has beside the payslips.
func runQueries(a *Access, period string) []tenantdb.Query {
	p, me := db.Text(period), db.Text(a.User.ID)
	const ofPeriod = ` FROM employees e WHERE EXISTS (SELECT 1 FROM payroll r WHERE r.employee_id = e.id AND r.period = ?`
	const byName = ` ORDER BY e.family_name, e.given_name, e.id` + mostListed
	return []tenantdb.Query{
		tenantdb.Select(`SELECT e.id, `+staffNameSQL+` FROM employees e
WHERE (e.end_date IS NULL OR e.end_date >= ? || '-01') AND (e.start_date IS NULL OR e.start_date < ? || '-01')
AND NOT EXISTS (SELECT 1 FROM payroll r WHERE r.employee_id = e.id AND r.period = ?)`+byName,
			p, db.Text(domain.MonthAfter(period, 1)), p),
		tenantdb.Select(`SELECT e.id, `+staffNameSQL+ofPeriod+` AND r.state = 'draft') AND e.end_date < ? || '-01'`+byName, p, p),
		tenantdb.Select(`SELECT e.id, `+staffNameSQL+ofPeriod+`) AND (e.bank_account IS NULL OR e.sort_code IS NULL)`+byName, p),
		tenantdb.Select(`SELECT b.actor, ifnull(a.name, 'Ringfence') FROM (`+preparedSQL+`) b
LEFT JOIN accounts a ON a.id = b.actor ORDER BY 2`,
			preparedArgs(period)...),
		tenantdb.Select(`SELECT r.run, max(r.finalised_at), count(*), ifnull(a.name, 'Ringfence')
FROM payroll r LEFT JOIN accounts a ON a.id = r.finalised_by WHERE r.period = ? AND r.state = 'final' GROUP BY r.run ORDER BY r.run`, p),
		tenantdb.Select(bankChangesSQL, me, p, p),
		tenantdb.Select(`SELECT `+draftsSQL, p),
		tenantdb.Select(`SELECT id, employee_id, net_pence FROM payroll WHERE period = ? AND state = 'final'`,
			db.Text(domain.MonthAfter(period, -1))),
	}
}

// bankChangesSQL selects whose bank details were changed since the runs of the
// periods before, and before those of the periods behind; of each the last
// change, and who of others has looked at it since. Arguments: caller, period, period.
const bankChangesSQL = `SELECT e.id, ` + staffNameSQL + `, c.seq, c.at, c.actor,
  ifnull((SELECT name FROM accounts WHERE id = c.actor), 'Ringfence'),
  (SELECT a.name FROM ledger k JOIN accounts a ON a.id = k.actor
   WHERE k.action = 'employee.bank-look' AND k.entity_id = e.id AND k.seq > c.seq ORDER BY k.seq LIMIT 1), e.account_id IS ?
FROM (SELECT l.entity_id, max(l.seq) AS seq, l.at, l.actor FROM ledger l
  WHERE ` + bankChangedSQL + `
  AND l.seq > ifnull((SELECT max(seq) FROM ledger WHERE action = 'payrun.finalise' AND entity_id < ?), 0)
  AND l.seq < ifnull((SELECT min(seq) FROM ledger WHERE action = 'payrun.finalise' AND entity_id > ?), 9007199254740991)
  GROUP BY l.entity_id) c JOIN employees e ON e.id = c.entity_id
ORDER BY c.seq DESC` + mostListed
