package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

// RemoveFactors takes the second factors of another's account away, whose
// holder has lost them and is known to the administrator who does it. The
// account's sessions end; where it has to have a second factor, it reaches
// nothing else until a new one is set up. Its holder is told. Errors:
// domain.ErrNotFound; domain.ErrOwnFactors; domain.ErrNotRecent.
func (t *Tenant) RemoveFactors(ctx context.Context, id string) (*Change, error) {
	u, _, err := t.user(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case id == t.gate.Access().User.ID:
		return nil, domain.ErrOwnFactors
	case !t.signedInLately():
		return nil, domain.ErrNotRecent
	}
	c := t.gate.Begin(tenantdb.Did("account.factors-remove", domain.Accounts.Entity, id))
	for _, table := range []string{"authenticators", "recovery_codes", "passkeys"} {
		c.Exec(db.Q(`DELETE FROM `+table+` WHERE account_id = ?`, db.Text(id)))
	}
	c.Exec(t.endOthers(id, "")...)
	return c, t.notify(c, u.User, mail.FactorRemoved)
}
