package store

import (
	"ringfence/domain"
	"ringfence/domain/leave"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Balance is how somebody's annual leave stands.
type Balance struct {
	Staff string // the staff record; "": there is none, or none within reach
	leave.Balance
}

// whose names the member of staff of a balance, as an expression.
type whose struct {
	sql  string
	args []db.Value
}

// BalanceOf reads the balance of a member of staff, "" being the caller, in a
// leave year, 0 being the present one.
func (t *Tenant) BalanceOf(b *Balance, staff string, year int) Reading {
	w := whose{"?", []db.Value{db.Text(staff)}}
	if staff == "" {
		w = whose{"(SELECT id FROM employees WHERE account_id = (SELECT id FROM me))", nil}
	}
	return t.balance(b, w, year)
}

// BalanceBehind reads the balance of whom an absence is about, in the leave year
// in which it begins.
func (t *Tenant) BalanceBehind(b *Balance, absence string) Reading {
	return t.balance(b, whose{"(SELECT employee_id FROM absences WHERE id = ?)", []db.Value{db.Text(absence)}}, ofAbsence)
}

const ofAbsence = -1

// termsSQL are the columns of a staff record and of the settings that make a
// balance, and the first day of an absence, if that is what is asked about.
const termsSQL = `r.id, coalesce(r.working_days, '` + string(leave.Usual) + `'), coalesce(r.annual_leave_days, ''),
  coalesce(r.start_date, ''), coalesce(r.end_date, ''), (SELECT leave_month FROM settings),
  (SELECT leave_days FROM settings), (SELECT leave_carry FROM settings)`

func (t *Tenant) balance(b *Balance, w whose, year int) Reading {
	today := domain.Today(t.gate.Now())
	return Reading{func(a *Access) []tenantdb.Query {
		began := "''"
		args := w.args
		if year == ofAbsence {
			began, args = "(SELECT first_day FROM absences WHERE id = ?)", append(args[:1:1], args[0])
		}
		return []tenantdb.Query{
			tenantdb.Reached(domain.Employees, a, termsSQL+", "+began, "\nAND r.id = "+w.sql, args...),
			tenantdb.Reached(domain.Absences, a, "r.first_day, coalesce(r.days, ''), r.state", "\nAND r.employee_id = "+w.sql+
				" AND r.kind = 'annual' AND r.state IN ('requested', 'approved')", w.args...)}
	}, func(rows []db.Rows) error {
		if len(rows[0]) == 0 {
			return nil
		}
		row := rows[0][0]
		terms := termsOf(row)
		y := terms.YearNamed(year)
		switch {
		case year == ofAbsence:
			y = terms.YearOf(row[8].S)
		case year == 0:
			y = terms.YearOf(today)
		}
		*b = Balance{row[0].S, terms.Balance(leaveOf(rows[1]), y, today)}
		return nil
	}}
}

// termsOf reads termsSQL.
func termsOf(row []db.Value) leave.Terms {
	pattern := leave.Pattern(row[1].S)
	annual, own := leave.ParseHalves(row[2].S)
	if !own {
		whole, _ := leave.ParseHalves(row[6].S) // it was canonical when it was kept
		annual = leave.ForPattern(whole, pattern)
	}
	carry, _ := leave.ParseHalves(row[7].S)
	return leave.Terms{Month: int(row[5].I), Annual: annual, CarryMost: carry, Start: row[3].S, End: row[4].S}
}

func leaveOf(rows db.Rows) (list []leave.Absence) {
	for _, row := range rows {
		list = append(list, leave.Absence{First: row[0].S, Counted: leave.Counted(row[1].S), Approved: row[2].S == "approved"})
	}
	return list
}
