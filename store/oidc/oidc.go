// Package oidc signs people in through an OpenID provider that is not ours
// (AUTH-9): the authorization code flow of OpenID Connect Core 1.0 with PKCE
// (RFC 7636), as its client.
//
// The provider is an administrator's choice, so nothing that it answers is
// believed before it is checked, and nothing that it answers may cost us more
// than a bounded read: answers are limited in size, depth and time, redirects
// are not followed, and only addresses that the deployment may speak to are
// dialled. What is known of a provider, its keys included, is kept for a
// quarter of an hour.
package oidc

import (
	"net/http"
	"sync"
	"time"
)

const (
	life      = 15 * time.Minute // how long metadata and keys are believed
	again     = time.Minute      // between two looks for a key that is not there
	mostKnown = 256              // providers that are remembered
	leeway    = time.Minute      // between the provider's clock and ours
)

// Config is what a Client is made of.
type Config struct {
	Now      func() time.Time
	Loopback bool // this machine's own addresses, and plain HTTP there: the local default
	Private  bool // addresses of private networks, where an organisation's own provider may be
}

// Client knows providers. Safe for concurrent use.
type Client struct {
	cfg  Config
	http *http.Client

	mu    sync.Mutex
	known map[string]*Provider // by issuer
}

// New returns a Client; it does no I/O.
func New(cfg Config) *Client {
	c := newHTTP(cfg)
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{cfg: cfg, http: c, known: map[string]*Provider{}}
}

// Credentials are what the provider knows us by.
type Credentials struct{ ID, Secret string }

// Identity is somebody whom a provider vouches for. Issuer and subject
// together name a person for good; nothing else does.
type Identity struct {
	Issuer  string
	Subject string
	MFA     bool // the provider says that it asked for several factors (RFC 8176)
}

// Reason is why a sign-in or a provider is refused: a fixed word.
type Reason string

// The reasons.
const (
	BadAddress      Reason = "bad-address"      // not HTTPS, or not an issuer's
	Unreachable     Reason = "unreachable"      // no answer, or none in time
	BadAnswer       Reason = "bad-answer"       // an answer that is not one: status, size, form
	WrongIssuer     Reason = "wrong-issuer"     // of metadata, of the response, of the token
	Unsuitable      Reason = "unsuitable"       // the provider does not do what we need
	CodeRefused     Reason = "code-refused"     // the provider does not know the code, or us
	BadToken        Reason = "bad-token"        // not a JWT as we take them
	WrongAlgorithm  Reason = "wrong-algorithm"  // none, HMAC, or not the key's
	MissingKeyID    Reason = "missing-kid"      // several keys, and the token names none
	UnknownKey      Reason = "unknown-key"      // the token names one that the provider does not have
	BadSignature    Reason = "bad-signature"    //
	WrongAudience   Reason = "wrong-audience"   // for somebody else
	WrongParty      Reason = "wrong-party"      // issued to somebody else (azp)
	Expired         Reason = "expired"          //
	NotYet          Reason = "not-yet"          // issued, or valid, only in the future
	WrongNonce      Reason = "wrong-nonce"      // of another sign-in
	NoSubject       Reason = "no-subject"       // or too long a one
	WrongAccessHash Reason = "wrong-token-hash" // at_hash
)

// Error is a refusal.
type Error struct {
	Reason Reason
	Cause  error // may be nil
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return "oidc: " + string(e.Reason)
	}
	return "oidc: " + string(e.Reason) + ": " + e.Cause.Error()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

func refuse(r Reason, cause error) *Error { return &Error{r, cause} }
