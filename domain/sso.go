package domain

import "time"

// SSOMode says how an organisation's people sign in (AUTH-9).
type SSOMode string

// The modes.
const (
	PasswordOnly SSOMode = "password"
	SSOOnly      SSOMode = "sso"
	SSOOrPass    SSOMode = "both"
)

// SSO is an organisation's OpenID provider, and what the provider knows us by.
type SSO struct {
	Mode         SSOMode
	Issuer       string
	ClientID     string
	ClientSecret string // "" in an answer, and where the one that is kept stays
	SecretSet    bool   // one is kept
}

const (
	// SSOFlowLife is how long somebody may take at the provider.
	SSOFlowLife = 10 * time.Minute
	// RecentSignIn is how long ago the sign-in may be of who changes how an
	// account is signed in to (OWASP ASVS 7.5.1).
	RecentSignIn = 10 * time.Minute
)

const maxClientSecret = 1000 // bytes

// SSOFields is the input of PUT /api/settings/sso.
var SSOFields = Fields{
	{Name: "issuer", Label: "Issuer", Max: 500},
	{Name: "client_id", Label: "Client ID"},
	{Name: "client_secret", Label: "Client secret", Kind: Secret},
	{Name: "mode", Label: "Way of signing in", Required: true},
}

// SSOLimits are for sign-ins through the provider that came to nothing. There
// is no account to guess at: the address alone counts.
var SSOLimits = Limits{Pair: 1 << 30, Account: 1 << 30, Address: 100}

// ParseSSO checks what an administrator asks for, apart from what only the
// provider can say.
func ParseSSO(in *Input) (SSO, *Error) {
	s := SSO{Mode: SSOMode(in.Get("mode")), Issuer: in.Get("issuer"), ClientID: in.Get("client_id"), ClientSecret: in.Get("client_secret")}
	var bad []FieldError
	if s.Mode != PasswordOnly && s.Mode != SSOOnly && s.Mode != SSOOrPass {
		bad = append(bad, FieldError{"mode", "malformed", "Way of signing in must be password, sso or both"})
	}
	if len(s.ClientSecret) > maxClientSecret {
		bad = append(bad, FieldError{"client_secret", "too-long", "Client secret must be shorter"})
	}
	for _, name := range []string{"issuer", "client_id"} {
		if s.Mode != PasswordOnly && in.Get(name) == "" {
			bad = append(bad, *SSOFields[SSOFields.Index(name)].Missing())
		}
	}
	if bad != nil {
		return s, Invalid(bad...)
	}
	return s, nil
}

// The refusals of this way of signing in. They say what to do; why is for the
// ledger, which administrators read.
var (
	ErrSSO          = &Error{Code: "sso-failed", Message: "Signing in through your organisation's identity provider did not work. Go back to the sign-in page and try again. If it does not work again, tell an administrator of your organisation."}
	ErrNotConnected = &Error{Code: "sso-not-connected", Message: "Your identity provider has let you in, but what you signed in with there is not connected to an account here that can be used. Sign in another way and connect it under your account, or ask an administrator of your organisation."}
	ErrIdentity     = &Error{Code: "identity-taken", Message: "What you signed in with is connected to another account here. Disconnect it there first."}
	ErrPasswordOff  = &Error{Code: "password-sign-in-off", Message: "Your organisation signs in through its identity provider alone, without passwords and passkeys."}
	ErrOwnFactors   = &Error{Code: "own-factors", Message: "Your own second factors are changed on the page of your account."}
	ErrNotRecent    = &Error{Code: "sign-in-again", Message: "You signed in more than 10 minutes ago. Sign in again before you change how your account is signed in to."}
	ErrLastWayIn    = &Error{Code: "last-way-in", Message: "This is the only way to sign in to your account. Add another before you take it away."}
	ErrProvider     = &Error{Code: "sso-unavailable", Message: "Your organisation's identity provider cannot be reached at the moment.", RetryAfter: 30}
)

// Identities declares whose identity at a provider is whose account's.
var Identities = &Table{
	Name:   "identities",
	Entity: "identity",
	Held:   Held{Account: "account_id", Also: Fields{issuer, madeAt}},
	Columns: []Column{
		{Field: Field{Name: "subject", Label: "Subject"}, Class: Personal},
	},
}

// SSOFlows declares the sign-ins that are under way at a provider.
var SSOFlows = &Table{
	Name:   "sso_flows",
	Entity: "sso",
	Held:   Held{Not: "sign-ins under way, for minutes"},
	Columns: []Column{
		{Field: Field{Name: "sealed", Label: "Where to go on to", Kind: Secret}, Class: Sealed},
	},
}
