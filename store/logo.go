package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// The logo is a file of the record settings/logo.
const settingsEntity, logoID = "settings", "logo"

// Logo is the organisation's logo. Error: domain.ErrNotFound where there is none.
func (t *Tenant) Logo(ctx context.Context) (*FileReader, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		here := fileSQL("(SELECT logo FROM settings)")
		return []tenantdb.Query{tenantdb.Select(here, db.Text(settingsEntity), db.Text(logoID))}
	})
	if err != nil {
		return nil, err
	}
	return t.openFile(rows[0])
}

// SetLogo decides that a file that has been kept is the organisation's logo
// from now on.
func (t *Tenant) SetLogo(ctx context.Context, f *domain.File) (*Change, error) {
	old, err := t.Logo(ctx)
	if errors.Is(err, domain.ErrNotFound) {
		return t.changeLogo("", f)
	}
	if err != nil {
		return nil, err
	}
	if old.Same(f) {
		return t.gate.Unchanged(), nil // the bytes that were sent again go at night
	}
	return t.changeLogo(old.ID, f)
}

// RemoveLogo decides that the organisation has none. Error: domain.ErrNotFound.
func (t *Tenant) RemoveLogo(ctx context.Context) (*Change, error) {
	old, err := t.Logo(ctx)
	if err != nil {
		return nil, err
	}
	return t.changeLogo(old.ID, nil)
}

// changeLogo puts one file in the place of another; "" and nil are none.
func (t *Tenant) changeLogo(old string, f *domain.File) (*Change, error) {
	now := ""
	if f != nil {
		now = f.ID
	}
	from, to := domain.Object{}, domain.Object{}
	c := t.gate.Begin(tenantdb.Did("settings.logo", settingsEntity, logoID).
		From(from.TextOrNull("logo", old).String()).To(to.TextOrNull("logo", now).String()))
	var err error
	if f != nil {
		err = t.AttachFile(c, f, settingsEntity, logoID)
	}
	c.Exec(db.Q(`UPDATE settings SET logo = ? WHERE logo IS ?`, db.TextOrNull(now), db.TextOrNull(old)),
		tenantdb.RequireOne)
	if old != "" {
		t.RemoveFile(c, old)
	}
	return c, err
}
