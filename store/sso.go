package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

const ssoSQL = `SELECT sso_mode, sso_issuer, sso_client_id, sso_client_secret FROM settings`

// adminConnectedSQL: some administrator can sign in through the provider of
// the settings s. Until one can, an organisation that has turned passwords off
// lets administrators in with theirs: nobody locks everybody out.
const adminConnectedSQL = `EXISTS (SELECT 1 FROM identities i JOIN administrators b ON b.id = i.account_id WHERE i.issuer = s.sso_issuer)`

// passwordOffSQL: the account a may not use its password, nor a passkey instead of one.
const passwordOffSQL = `(SELECT s.sso_mode = 'sso' AND (a.role <> 'admin' OR ` + adminConnectedSQL + `) FROM settings s)`

// Ways are the ways of signing in that an organisation offers.
type Ways struct {
	Password bool
	SSO      bool
	Provider string // hostname of the provider; "" without SSO
}

// Ways tells what the sign-in page may offer, to whoever asks.
func (t *Tenant) Ways(ctx context.Context) (Ways, error) {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT s.sso_mode, s.sso_issuer, `+adminConnectedSQL+` FROM settings s`))
	if err != nil {
		return Ways{}, err
	}
	mode := domain.SSOMode(rows[0][0][0].S)
	w := Ways{Password: mode != domain.SSOOnly || !rows[0][0][2].Bool(), SSO: mode != domain.PasswordOnly}
	if w.SSO {
		w.Provider = oidc.Hostname(rows[0][0][1].S)
	}
	return w, nil
}

// SSO is the organisation's provider, for its administrators. The secret is
// not in it.
func (t *Tenant) SSO(ctx context.Context) (domain.SSO, error) {
	s, _, err := t.sso(ctx)
	return s, err
}

// sso is the provider and the secret as it is sealed.
func (t *Tenant) sso(ctx context.Context) (domain.SSO, string, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query { return []tenantdb.Query{tenantdb.Select(ssoSQL)} })
	if err != nil {
		return domain.SSO{}, "", err
	}
	row := rows[0][0]
	return ssoOf(row), row[3].S, nil
}

func ssoOf(row []db.Value) domain.SSO {
	return domain.SSO{Mode: domain.SSOMode(row[0].S), Issuer: row[1].S, ClientID: row[2].S, SecretSet: row[3].S != ""}
}

// The secret is bound to the issuer and the client that it was given for, so
// that it opens for no other.
func ssoSecretPlace(s domain.SSO) vault.Place {
	return vault.Place{Table: "settings", Column: "sso_client_secret", Row: s.Issuer + "\n" + s.ClientID}
}

// SetSSO decides a change of the provider, which is asked to describe itself
// unless passwords alone are to be used. A secret that is not given stays only
// while issuer and client stay. Errors: domain.Invalid, domain.ErrEncryption.
func (t *Tenant) SetSSO(ctx context.Context, s domain.SSO) (domain.SSO, *Change, error) {
	old, kept, err := t.sso(ctx)
	if err != nil {
		return s, nil, err
	}
	if _, err := t.gate.LedgerKey(); err != nil {
		return s, nil, err
	}
	sealed, err := t.sealSecret(s, old, kept)
	if err != nil {
		return s, nil, err
	}
	if s.Mode != domain.PasswordOnly {
		if err := t.store.checkProvider(ctx, s.Issuer); err != nil {
			return s, nil, err
		}
	}
	s.ClientSecret, s.SecretSet = "", sealed != ""
	change, err := t.ssoChange(s, old, sealed, kept)
	return s, change, err
}

var errSecret = domain.FieldError{Field: "client_secret", Code: "required", Message: "Client secret is required for this issuer and client"}

func (t *Tenant) sealSecret(s, old domain.SSO, kept string) (string, error) {
	named := s.Issuer != "" && s.ClientID != ""
	switch {
	case named && s.ClientSecret != "":
		return t.gate.Seal(ssoSecretPlace(s), s.ClientSecret)
	case named && s.Issuer == old.Issuer && s.ClientID == old.ClientID && kept != "":
		return kept, nil
	case s.Mode != domain.PasswordOnly:
		return "", domain.Invalid(errSecret)
	}
	return "", nil
}

// ssoChange is made only of what it was decided on: a secret that another
// administrator has just set must not go to an issuer that they have not.
func (t *Tenant) ssoChange(s, old domain.SSO, sealed, kept string) (*Change, error) {
	if s == old && sealed == kept {
		return t.gate.Unchanged(), nil
	}
	after := ssoMarks(s, "")
	if sealed != kept {
		after = ssoMarks(s, "changed")
	}
	return t.gate.Begin(tenantdb.Did("settings.sso", "settings", "sso").From(ssoMarks(old, "")).To(after)).Exec(
		db.Q(`UPDATE settings SET sso_mode = ?, sso_issuer = ?, sso_client_id = ?, sso_client_secret = ?
WHERE sso_mode = ? AND sso_issuer = ? AND sso_client_id = ? AND sso_client_secret = ?`,
			db.Text(string(s.Mode)), db.Text(s.Issuer), db.Text(s.ClientID), db.Text(sealed),
			db.Text(string(old.Mode)), db.Text(old.Issuer), db.Text(old.ClientID), db.Text(kept)),
		tenantdb.RequireOne), nil
}

// ssoMarks are settings as the ledger has them: they are the organisation's,
// and say nothing of a person.
func ssoMarks(s domain.SSO, secret string) string {
	o := domain.Object{}
	o.Text("mode", string(s.Mode))
	if s.Issuer != "" {
		o.Text("issuer", s.Issuer).Text("client_id", s.ClientID)
	}
	if secret != "" {
		o.Text("client_secret", secret)
	}
	return o.String()
}

// checkProvider asks an issuer to describe itself, so that a mistake is found
// by who makes it.
func (s *Store) checkProvider(ctx context.Context, issuer string) error {
	_, err := s.cfg.OIDC.Discover(ctx, issuer)
	var refusal *oidc.Error
	if !errors.As(err, &refusal) {
		return err
	}
	words := issuerTexts[refusal.Reason]
	if words == "" {
		words = issuerTexts[oidc.BadAnswer]
	}
	return tenantdb.WithCause(domain.Invalid(domain.FieldError{Field: "issuer", Code: string(refusal.Reason), Message: words}), err)
}

var issuerTexts = map[oidc.Reason]string{
	oidc.BadAddress:  "Issuer must be an address that begins with https:// and has no query",
	oidc.Unreachable: "Issuer cannot be reached",
	oidc.BadAnswer:   "Issuer does not describe itself: there is no OpenID configuration below this address",
	oidc.WrongIssuer: "Issuer calls itself by another name: use exactly the one in its OpenID configuration",
	oidc.Unsuitable:  "Issuer does not offer what is needed: the code flow, a client secret, HTTPS and RS256, PS256, ES256 or EdDSA",
}
