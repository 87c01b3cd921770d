package store

import (
	"context"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
)

// Security is what an organisation decides for all its accounts.
type Security struct{ MFARequiredForAll bool }

func (s Security) json() string {
	o := domain.Object{}
	return o.Text("mfa_required_for_all", strconv.FormatBool(s.MFARequiredForAll)).String()
}

// Security reads it.
func (t *Tenant) Security(ctx context.Context) (Security, error) {
	rows, err := t.read(ctx, func(*Access) []db.Stmt { return []db.Stmt{db.Q(`SELECT mfa_required_for_all FROM settings`)} })
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
	e := t.entry("settings.security", "settings", "security")
	e.Before, e.After = old.json(), s.json()
	return &Change{
		stmts: []db.Stmt{db.Q(`UPDATE settings SET mfa_required_for_all = ? WHERE mfa_required_for_all = ?`,
			db.Bool(s.MFARequiredForAll), db.Bool(old.MFARequiredForAll)), db.Q(requireOne)},
		entries: entries(e),
	}, nil
}
