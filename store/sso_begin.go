package store

import (
	"context"
	"errors"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// What a flow is for.
const (
	flowSignIn  = "sign-in"
	flowConnect = "connect"
)

// SSOStart is a browser about to go to the provider.
type SSOStart struct {
	Browser  string // what its cookie has from an earlier start, or ""
	Redirect string // our address that the provider sends it back to
	Next     string // path to go on to

	Invitation string // token of one to accept so, or ""
}

// SSOFlow is where the browser goes, and what its cookie is to hold.
type SSOFlow struct {
	Address string
	Browser string
}

var ssoAttempts = tenantdb.AttemptKind{Name: "sso", Limits: domain.SSOLimits}

const flowSQL = `INSERT INTO sso_flows (state, browser, purpose, session_id, attempt_id, issuer, client_id, nonce, sealed, expires_at)
SELECT ?, ?, ?, ?, ?, sso_issuer, sso_client_id, ?, ?, ?
FROM settings
WHERE sso_mode <> 'password' AND sso_client_secret <> '' AND (? = '' OR EXISTS (SELECT 1 FROM attempts WHERE id = ?))`

// BeginSSO begins a sign-in, in one round trip. What is left behind is no
// record and has no entry in the ledger: it says of nobody in particular that
// they have looked at another page. Errors: domain.ErrNotFound where the
// organisation does not sign in so, domain.RateLimited, domain.ErrProvider.
func (t *Tenant) BeginSSO(ctx context.Context, start SSOStart) (*SSOFlow, error) {
	a, err := t.gate.Attempt(ssoAttempts, "NULL")
	if err != nil {
		return nil, err
	}
	f, err := t.newFlow(start, flowSignIn, a.ID)
	if err != nil {
		return nil, err
	}
	rows, err := a.Read(ctx, f.clean(), f.insert, tenantdb.Select(ssoSQL))
	if err != nil {
		return nil, err
	}
	return t.begun(ctx, f, ssoOf(rows[2][0]))
}

// ConnectSSO begins to connect an identity to the caller's account, for who
// has signed in a moment ago. Errors: as BeginSSO, and domain.ErrNotRecent.
func (t *Tenant) ConnectSSO(ctx context.Context, start SSOStart) (*SSOFlow, error) {
	f, err := t.newFlow(start, flowConnect, "")
	if err != nil {
		return nil, err
	}
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(ssoSQL)}
	})
	if err != nil {
		return nil, err
	}
	if !t.signedInLately() {
		return nil, domain.ErrNotRecent
	}
	if _, err := t.gate.Visit(ctx, f.clean(), f.insert); err != nil {
		return nil, err
	}
	return t.begun(ctx, f, ssoOf(rows[0][0]))
}

// flow is one before it is written. The nonce and the state are the
// provider's to see, the verifier is not.
type flow struct {
	oidc.Attempt
	now     int64
	browser string
	insert  tenantdb.Scratch
}

func (t *Tenant) newFlow(start SSOStart, purpose, attempt string) (flow, error) {
	f := flow{now: t.gate.Now(), browser: start.Browser,
		Attempt: oidc.Attempt{Redirect: start.Redirect, State: NewID(), Nonce: NewID(), Verifier: NewID() + NewID()}}
	if len(f.browser) != len(NewID()) {
		f.browser = NewID()
	}
	if err := t.gate.HasKeys(); err != nil {
		return f, err
	}
	state := tokenHash(f.State)
	sealed, err := t.gate.Seal(flowPlace(state), f.Verifier+"\n"+start.Invitation+"\n"+start.Next)
	if err != nil {
		return f, err
	}
	f.insert = tenantdb.InScratch("sso_flows", flowSQL, db.Text(state), db.Text(tokenHash(f.browser)), db.Text(purpose), db.Text(t.gate.Request().SessionID), db.Text(attempt),
		db.Text(f.Nonce), db.Text(sealed), db.Int(f.now+domain.SSOFlowLife.Milliseconds()), db.Text(attempt), db.Text(attempt))
	return f, nil
}

// clean takes away the flows that got no further.
func (f *flow) clean() tenantdb.Scratch {
	return tenantdb.InScratch("sso_flows", `DELETE FROM sso_flows WHERE expires_at <= ?`, db.Int(f.now))
}

func flowPlace(state string) vault.Place {
	return vault.Place{Table: "sso_flows", Column: "sealed", Row: state}
}

// begun finds where the provider wants the browser. A flow that gets no
// further is gone in ten minutes.
func (t *Tenant) begun(ctx context.Context, f flow, s domain.SSO) (*SSOFlow, error) {
	if s.Mode == domain.PasswordOnly || !s.SecretSet {
		return nil, domain.ErrNotFound
	}
	p, err := t.store.cfg.OIDC.Provider(ctx, s.Issuer)
	if err != nil {
		return nil, tenantdb.WithCause(domain.ErrProvider, err)
	}
	f.Client.ID = s.ClientID
	return &SSOFlow{Address: p.Address(f.Attempt), Browser: f.browser}, nil
}

// openFlow reads what newFlow sealed into the attempt and the proof.
func (t *Tenant) openFlow(state, sealed string, a *oidc.Attempt, p *SSOProof) error {
	plain, err := t.gate.Unseal(flowPlace(state), sealed)
	if err != nil {
		return err
	}
	part := strings.SplitN(plain, "\n", 3)
	if len(part) != 3 {
		return errors.New("store: malformed flow")
	}
	a.Verifier, p.invitation, p.Next = part[0], part[1], part[2]
	return nil
}
