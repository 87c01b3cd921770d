package store

import (
	"context"
	"crypto/subtle"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// Why a sign-in through the provider was refused, beside the reasons of the
// provider's own answers (oidc.Reason): fixed words for the ledger.
const (
	unknownState    = "unknown-state"    // never begun, used, or too old
	otherBrowser    = "other-browser"    // begun in another
	otherSession    = "other-session"    // of who began to connect an identity
	providerChanged = "provider-changed" // the settings are no longer those it was begun with
	providerDenied  = "denied"           // access_denied: whoever it was changed their mind, or may not
	providerError   = "provider-error"
	notConnected    = "not-connected"
	accountDisabled = "account-disabled"
	identityTaken   = "identity-taken"
)

// SSOResponse is what the browser brings back from the provider.
type SSOResponse struct {
	State, Code, Issuer, Error string // parameters of the address
	Browser                    string // the cookie's
	Redirect                   string // our address that it came to
}

// SSOProof is somebody whom the provider has vouched for, in a flow that this
// browser began.
type SSOProof struct {
	Connects bool   // an identity to an account; else it is to sign in
	Next     string // path to go on to
	identity oidc.Identity
	session  string // of who connects
	attempts []tenantdb.Scratch

	invitation string // token of one to accept first, or ""
}

const takeFlowSQL = `DELETE FROM sso_flows WHERE state = ? AND browser = ?`

const readFlowSQL = `SELECT f.browser, f.purpose, f.session_id, f.attempt_id, f.issuer, f.client_id, f.nonce, f.sealed
FROM sso_flows f WHERE f.state = ? AND f.expires_at > ?`

// RedeemSSO ends the way through the provider: one round trip, in which the
// flow is used up, and the provider's own answers. Errors: domain.ErrSSO, with
// an entry in the ledger that says why; domain.RateLimited.
func (t *Tenant) RedeemSSO(ctx context.Context, r SSOResponse) (*SSOProof, error) {
	a, err := t.gate.Attempt(ssoAttempts, "NULL")
	if err != nil {
		return nil, err
	}
	state, browser := tokenHash(r.State), tokenHash(r.Browser)
	rows, err := a.Read(ctx, tenantdb.Select(readFlowSQL, db.Text(state), db.Int(a.Now)),
		tenantdb.InScratch("sso_flows", takeFlowSQL, db.Text(state), db.Text(browser)), tenantdb.Select(ssoSQL))
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, t.ssoFailed(ctx, unknownState, "")
	}
	flow, settings := rows[0][0], rows[2][0]
	if reason := r.check(flow, settings, browser); reason != "" {
		return nil, t.ssoFailed(ctx, reason, "")
	}
	proof := &SSOProof{Connects: flow[1].S == flowConnect, session: flow[2].S,
		attempts: append(a.TakeBack(), tenantdb.InScratch("attempts", `DELETE FROM attempts WHERE id = ?`, db.Text(flow[3].S)))}
	attempt := oidc.Attempt{Redirect: r.Redirect, State: r.State, Nonce: flow[6].S, Client: oidc.Credentials{ID: flow[5].S}}
	if err := t.openFlow(state, flow[7].S, &attempt, proof); err != nil {
		return nil, err
	}
	if attempt.Client.Secret, err = t.gate.Unseal(ssoSecretPlace(ssoOf(settings)), settings[3].S); err != nil {
		return nil, failed(err)
	}
	proof.identity, err = t.store.redeem(ctx, flow[4].S, attempt, r)
	var refusal *oidc.Error
	if errors.As(err, &refusal) {
		return nil, errors.Join(t.ssoFailed(ctx, string(refusal.Reason), ""), err)
	}
	return proof, err
}

// check holds a response against its flow and against the settings as they
// are now: a code of one provider must not go to another.
func (r SSOResponse) check(flow, settings []db.Value, browser string) string {
	s := ssoOf(settings)
	switch {
	case subtle.ConstantTimeCompare([]byte(flow[0].S), []byte(browser)) != 1:
		return otherBrowser
	case s.Mode == domain.PasswordOnly || flow[4].S != s.Issuer || flow[5].S != s.ClientID:
		return providerChanged
	case r.Error == "access_denied":
		return providerDenied
	case r.Error != "" || r.Code == "":
		return providerError
	}
	return ""
}

func (s *Store) redeem(ctx context.Context, issuer string, a oidc.Attempt, r SSOResponse) (oidc.Identity, error) {
	p, err := s.cfg.OIDC.Provider(ctx, issuer)
	if err != nil {
		return oidc.Identity{}, err
	}
	if err := p.CheckResponse(r.Issuer); err != nil {
		return oidc.Identity{}, err
	}
	return p.Redeem(ctx, a, r.Code)
}

// ssoFailed enters a refusal and why in the ledger, and tells the log.
func (t *Tenant) ssoFailed(ctx context.Context, reason, id string) error {
	tenantdb.Note(ctx, "auth.sso-failed "+reason)
	refusal := domain.ErrSSO
	switch reason {
	case notConnected, accountDisabled:
		refusal = domain.ErrNotConnected
	case identityTaken:
		refusal = domain.ErrIdentity
	}
	return t.refused(ctx, nil, tenantdb.Did("auth.sso-failed", domain.Identities.Entity, id).With("reason", reason), refusal)
}

// EnterSSO signs in who has an account, in two round trips behind RedeemSSO's:
// whose identity it is only the provider's answer says, and the entry of a
// sign-in names the account, which therefore has to be read first. An identity
// is known by issuer and subject; an account with its email address is not its
// account (ASVS 10.5.2).
// Errors: domain.ErrNotConnected, the refusals of the subscription window; of
// an invitation domain.ErrToken and domain.ErrIdentity; ErrStale.
func (t *Tenant) EnterSSO(ctx context.Context, p *SSOProof, device string) (*Entry, error) {
	if err := t.acceptBySSO(ctx, p); err != nil {
		return nil, err
	}
	now := t.gate.Now()
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT `+entrantColumns+`
FROM identities i
JOIN accounts a ON a.id = i.account_id
`+entrantWindow+`
WHERE i.issuer = ? AND i.subject = ?`, db.Int(now), db.Int(now), db.Text(p.identity.Issuer), db.Text(p.identity.Subject)))
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		mark, err := t.identityMark(p.identity)
		if err != nil {
			return nil, err
		}
		return nil, t.ssoFailed(ctx, notConnected, mark)
	}
	e := entrantOf(rows[0][0])
	if !e.known {
		return nil, t.ssoFailed(ctx, accountDisabled, e.ID)
	}
	return t.enter(ctx, entering{entrant: e, how: BySSO, strong: p.identity.MFA, device: device, also: scratch(p.attempts)})
}

// RefuseConnect refuses to connect an identity for nobody who is signed in.
func (t *Tenant) RefuseConnect(ctx context.Context) error { return t.ssoFailed(ctx, otherSession, "") }

// identityMark stands for an identity in the ledger (LEDGER-2).
func (t *Tenant) identityMark(who oidc.Identity) (string, error) {
	return t.gate.Fingerprint(vault.Place{Table: "identities", Column: "subject", Row: who.Issuer}, who.Subject)
}

// scratch are the statements of a list of scratch writes.
func scratch(list []tenantdb.Scratch) []db.Stmt {
	var stmts []db.Stmt
	for _, s := range list {
		stmts = append(stmts, s.Stmt())
	}
	return stmts
}
