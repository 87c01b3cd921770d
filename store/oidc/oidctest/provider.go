// Package oidctest is an OpenID provider for tests: it keeps to the rules of
// its side of the flow, and lies wherever a test tells it to.
package oidctest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the provider knows its client by.
const (
	ClientID     = "ringfence client"
	ClientSecret = "a secret: with % and spaces"
)

// The provider's paths.
const (
	Configuration = "/.well-known/openid-configuration"
	TokenPath     = "/token"
	KeysPath      = "/keys"
)

// Provider is a running one.
type Provider struct {
	Issuer string
	Now    func() time.Time // by which its tokens are dated

	mu       sync.Mutex
	metadata map[string]any
	keys     []Key
	grants   map[string]grant            // by code
	lies     map[string]http.HandlerFunc // by path
	asked    map[string]int              // by path
}

// New starts a provider that ends with the test.
func New(t testing.TB) *Provider {
	t.Helper()
	p := &Provider{Now: time.Now, keys: []Key{RSA()}, grants: map[string]grant{}, lies: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	s := httptest.NewServer(p)
	t.Cleanup(s.Close)
	p.Issuer = s.URL
	p.metadata = map[string]any{
		"issuer": s.URL, "authorization_endpoint": s.URL + "/authorize", "token_endpoint": s.URL + TokenPath, "jwks_uri": s.URL + KeysPath,
		"response_types_supported": []string{"code"}, "id_token_signing_alg_values_supported": []string{"RS256"},
	}
	return p
}

// Describe changes members of what the provider says of itself; nil takes one
// out.
func (p *Provider) Describe(members map[string]any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, value := range members {
		p.metadata[name] = value
		if value == nil {
			delete(p.metadata, name)
		}
	}
}

// Publish changes the keys.
func (p *Provider) Publish(keys ...Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

// Lie answers a path in another way.
func (p *Provider) Lie(path string, answer http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lies[path] = answer
}

// Asked is how often a path has been asked for.
func (p *Provider) Asked(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

// ServeHTTP answers for the provider.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked[r.URL.Path]++
	lie := p.lies[r.URL.Path]
	p.mu.Unlock()
	switch {
	case lie != nil:
		lie(w, r)
	case r.URL.Path == Configuration:
		p.answer(w, http.StatusOK, p.described())
	case r.URL.Path == KeysPath:
		p.answer(w, http.StatusOK, map[string]any{"keys": p.published()})
	case r.URL.Path == TokenPath && r.Method == http.MethodPost:
		p.token(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (p *Provider) answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (p *Provider) described() map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	copied := map[string]any{}
	for name, value := range p.metadata {
		copied[name] = value
	}
	return copied
}

// grant is what a code stands for.
type grant struct {
	challenge, redirect string
	token               func() string
}

// token redeems a code, once, for who shows the secret and the verifier.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	g, known := p.grants[r.PostFormValue("code")]
	delete(p.grants, r.PostFormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case !authenticated(r):
		p.answer(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
	case !known, r.PostFormValue("grant_type") != "authorization_code", r.PostFormValue("redirect_uri") != g.redirect,
		base64.RawURLEncoding.EncodeToString(sum[:]) != g.challenge:
		p.answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
	default:
		p.answer(w, http.StatusOK, map[string]any{"id_token": g.token(), "access_token": AccessToken, "token_type": "Bearer"})
	}
}

// authenticated: in the header, form-encoded (RFC 6749 §2.3.1), or in the form.
func authenticated(r *http.Request) bool {
	id, secret, ok := r.BasicAuth()
	if !ok {
		return r.PostFormValue("client_id") == ClientID && r.PostFormValue("client_secret") == ClientSecret
	}
	id, err1 := url.QueryUnescape(id)
	secret, err2 := url.QueryUnescape(secret)
	return err1 == nil && err2 == nil && id == ClientID && secret == ClientSecret && !strings.Contains(r.Form.Encode(), "client_secret")
}
