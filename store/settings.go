package store

import (
	"context"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Security is what an organisation decides for all its accounts.
type Security struct{ MFARequiredForAll bool }

func (s Security) json() string {
	o := domain.Object{}
	return o.Text("mfa_required_for_all", strconv.FormatBool(s.MFARequiredForAll)).String()
}

// Security reads it.
func (t *Tenant) Security(ctx context.Context) (Security, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT mfa_required_for_all FROM settings`)}
	})
	if err != nil {
		return Security{}, err
	}
	return Security{rows[0][0][0].Bool()}, nil
}

// SetSecurity changes it.
func (t *Tenant) SetSecurity(ctx context.Context, s Security) (*Change, error) {
	old, err := t.Security(ctx)
	if err != nil {
		return nil, err
	}
	e := tenantdb.Did("settings.security", "settings", "security").From(old.json()).To(s.json())
	return t.gate.Begin(e).Exec(
		db.Q(`UPDATE settings SET mfa_required_for_all = ? WHERE mfa_required_for_all = ?`, db.Bool(s.MFARequiredForAll), db.Bool(old.MFARequiredForAll)),
		tenantdb.RequireOne), nil
}
