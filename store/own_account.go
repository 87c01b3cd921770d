package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// OwnAccount is how the caller signs in.
type OwnAccount struct {
	HasPassword  bool
	TOTPSince    int64 // Unix milliseconds; 0: no authenticator app is set up
	RecoveryLeft int64 // recovery codes that were not used
	Passkeys     int64
	Identities   int64 // that are connected at OpenID providers
	SSO          bool  // the organisation has one
}

// OwnAccount reads it.
func (t *Tenant) OwnAccount(ctx context.Context) (o OwnAccount, err error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT a.password_hash <> '', coalesce(f.confirmed_at, 0),
  (SELECT count(*) FROM recovery_codes r WHERE r.account_id = a.id AND r.used_at IS NULL),
  (SELECT count(*) FROM passkeys k WHERE k.account_id = a.id),
  (SELECT count(*) FROM identities i WHERE i.account_id = a.id), (SELECT sso_mode <> 'password' FROM settings)
FROM accounts a
LEFT JOIN authenticators f ON f.account_id = a.id
WHERE a.id = ?`, db.Text(a.User.ID))}
	})
	if err != nil {
		return o, err
	}
	row := rows[0][0]
	return OwnAccount{HasPassword: row[0].Bool(), TOTPSince: row[1].I, RecoveryLeft: row[2].I, Passkeys: row[3].I,
		Identities: row[4].I, SSO: row[5].Bool()}, nil
}

// PendingTOTP is the secret that EnrolTOTP made and that waits for its first
// code. Error: domain.ErrNotFound.
func (t *Tenant) PendingTOTP(ctx context.Context) ([]byte, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT secret FROM authenticators WHERE account_id = ? AND confirmed_at IS NULL`, db.Text(a.User.ID))}
	})
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, domain.ErrNotFound
	}
	return t.openSecret(t.gate.Access().User.ID, rows[0][0][0].S)
}
