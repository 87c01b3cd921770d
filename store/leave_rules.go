package store

import (
	"context"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// LeaveRules is what an organisation decides of annual leave.
type LeaveRules struct{ Nation, Month, Days, Carry string }

// JSON is the rules as an answer has them.
func (l LeaveRules) JSON() string {
	o := domain.Object{}
	return o.Text("nation", l.Nation).Raw("first_month", l.Month).Raw("annual_leave_days", l.Days).Raw("carry_over_days", l.Carry).String()
}

// entry is the rules as the ledger has them.
func (l LeaveRules) entry() string {
	o := domain.Object{}
	return o.Text("nation", l.Nation).Text("first_month", l.Month).Text("annual_leave_days", l.Days).Text("carry_over_days", l.Carry).String()
}

// LeaveRules reads them.
func (t *Tenant) LeaveRules(ctx context.Context) (l LeaveRules, err error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT leave_nation, leave_month, leave_days, leave_carry FROM settings`)}
	})
	if err == nil {
		row := rows[0][0]
		l = LeaveRules{row[0].S, strconv.FormatInt(row[1].I, 10), row[2].S, row[3].S}
	}
	return l, err
}

// SetLeaveRules changes them.
func (t *Tenant) SetLeaveRules(ctx context.Context, l LeaveRules) (*Change, error) {
	old, err := t.LeaveRules(ctx)
	if err != nil {
		return nil, err
	}
	e := tenantdb.Did("settings.leave", "settings", "leave").From(old.entry()).To(l.entry())
	return t.gate.Begin(e).Exec(db.Q(`UPDATE settings SET leave_nation = ?, leave_month = ?, leave_days = ?, leave_carry = ?
WHERE (leave_nation, leave_month, leave_days, leave_carry) = (?, ?, ?, ?)`, db.Text(l.Nation), db.Int(domain.Whole(l.Month)), db.Text(l.Days), db.Text(l.Carry),
		db.Text(old.Nation), db.Int(domain.Whole(old.Month)), db.Text(old.Days), db.Text(old.Carry)), tenantdb.RequireOne), nil
}
