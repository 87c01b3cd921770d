package store

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/webauthn"
)

// Passkey is a key with which its owner signs in at one host.
type Passkey struct {
	ID         string
	Name       string
	Host       string
	Synced     bool  // copied to other devices of its owner
	CreatedAt  int64 // Unix milliseconds
	LastUsedAt int64 // 0: not yet
}

const passkeyColumns = `p.id, p.name, p.host, p.backed_up, p.created_at, p.last_used_at`

func passkeyOf(row []db.Value) Passkey {
	return Passkey{ID: row[0].S, Name: row[1].S, Host: row[2].S, Synced: row[3].Bool(), CreatedAt: row[4].I, LastUsedAt: row[5].I}
}

// Passkeys lists the caller's, the oldest first.
func (t *Tenant) Passkeys(ctx context.Context) ([]Passkey, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT `+passkeyColumns+` FROM passkeys p WHERE p.account_id = ? ORDER BY p.created_at, p.id`, db.Text(a.User.ID))}
	})
	if err != nil {
		return nil, err
	}
	var list []Passkey
	for _, row := range rows[0] {
		list = append(list, passkeyOf(row))
	}
	return list, nil
}

// Passkey is one of the caller's. Error: domain.ErrNotFound.
func (t *Tenant) Passkey(ctx context.Context, id string) (Passkey, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query { return []tenantdb.Query{passkeyQuery(id, a.User.ID)} })
	if err != nil {
		return Passkey{}, err
	}
	if len(rows[0]) == 0 {
		return Passkey{}, domain.ErrNotFound
	}
	return passkeyOf(rows[0][0]), nil
}

func passkeyQuery(id, account string) tenantdb.Query {
	return tenantdb.Select(`SELECT `+passkeyColumns+` FROM passkeys p WHERE p.id = ? AND p.account_id = ?`, db.Text(id), db.Text(account))
}

// RenamePasskey gives one of the caller's another name. Error: domain.ErrNotFound.
func (t *Tenant) RenamePasskey(ctx context.Context, id, name string) (Passkey, *Change, error) {
	old, err := t.Passkey(ctx, id)
	if err != nil {
		return old, nil, err
	}
	p := old
	p.Name = name
	if p == old {
		return p, t.gate.Unchanged(), nil
	}
	e, err := t.gate.Difference("auth.passkey-rename", domain.Passkeys, old.record(), p.record())
	if err != nil {
		return p, nil, err
	}
	return p, t.gate.Begin(e).Exec(
		db.Q(`UPDATE passkeys SET name = ? WHERE id = ? AND account_id = ? AND name = ?`, db.Text(name), db.Text(id), db.Text(t.gate.Access().User.ID), db.Text(old.Name)),
		tenantdb.RequireOne), nil
}

func (p Passkey) record() domain.Record { return domain.Record{ID: p.ID, Values: []string{p.Name}} }

// othersSQL: the account has a second factor beside this passkey. Arguments:
// account, account, passkey.
const othersSQL = `(EXISTS (SELECT 1 FROM authenticators f WHERE f.account_id = ? AND f.confirmed_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = ? AND k.id <> ?))`

// RemovePasskey takes one of the caller's away, on recent proof of who asks,
// with the recovery codes if it was the only second factor, and ends the
// account's other sessions. Errors: domain.ErrNotFound,
// domain.ErrLastFactor, and those of proveRecently.
func (t *Tenant) RemovePasskey(ctx context.Context, id, pass string) (*Change, error) {
	account, passkey := db.Text(t.gate.Request().AccountID), db.Text(id)
	rows, a, err := t.proveRecently(ctx, pass, passkeyQuery(id, t.gate.Request().AccountID),
		tenantdb.Select(`SELECT mfa_required_for_all, `+othersSQL+` FROM settings`, account, account, passkey))
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, errors.Join(domain.ErrNotFound, a.GiveBack(ctx))
	}
	ofAll, others := rows[1][0][0], rows[1][0][1].Bool()
	required := domain.MFARequired(t.gate.Access().User.Role, ofAll.Bool())
	if required && !others {
		return nil, errors.Join(domain.ErrLastFactor, a.GiveBack(ctx))
	}
	before, err := t.gate.Marks(domain.Passkeys, passkeyOf(rows[0][0]).record(), domain.Record{})
	if err != nil {
		return nil, err
	}
	c := t.gate.Begin(tenantdb.Did("auth.passkey-remove", domain.Passkeys.Entity, id).From(before)).Scratch(a.TakeBack()...).Exec(
		db.Q(`DELETE FROM passkeys WHERE id = ? AND account_id = ?`, passkey, account), tenantdb.RequireOne,
		tenantdb.Require(`mfa_required_for_all = ? AND (NOT ? OR `+othersSQL+`) FROM settings`, ofAll, db.Bool(required), account, account, passkey))
	return c.Exec(dropCodes(t.gate.Request().AccountID)).
		Exec(t.endOthers(t.gate.Request().AccountID, t.gate.Request().SessionID)...), nil
}

// bytesOf reads base64url that a field of kind Bytes has let through, and
// textOf writes it.
func bytesOf(text string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}

func textOf(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// party is the relying party at a host, for one ceremony.
func (t *Tenant) party(at Host, c ceremony) webauthn.Party {
	return webauthn.Party{ID: at.Name, Origin: at.Origin, Issued: func(challenge string) bool { return t.issued(c, at.Name, challenge) }}
}

// Host is where a passkey is used: the hostname, and scheme://host[:port] as
// a browser writes it. A passkey of one host is worthless at another.
type Host struct{ Name, Origin string }

// transportsOf keeps the words that say how a browser reaches an
// authenticator (Web Authentication §5.8.4).
func transportsOf(given string) string {
	var known []string
	for _, word := range strings.Fields(given) {
		switch word {
		case "usb", "nfc", "ble", "smart-card", "hybrid", "internal":
			known = append(known, word)
		}
	}
	return strings.Join(known, " ")
}
