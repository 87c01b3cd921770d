package oidc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Attempt is one sign-in: what we make for it and hold it against.
type Attempt struct {
	Client   Credentials
	Redirect string // our address to come back to
	State    string
	Nonce    string
	Verifier string // of PKCE: 43 characters or more
}

// Address is where to send the browser.
func (p *Provider) Address(a Attempt) string {
	challenge := sha256.Sum256([]byte(a.Verifier))
	q := url.Values{
		"response_type": {"code"}, "scope": {"openid"}, "client_id": {a.Client.ID}, "redirect_uri": {a.Redirect},
		"state": {a.State}, "nonce": {a.Nonce},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	joint := "?"
	if strings.Contains(p.meta.Authorization, "?") {
		joint = "&"
	}
	return p.meta.Authorization + joint + q.Encode()
}

// answer is the token endpoint's. The access token is read for at_hash and
// dropped: nothing here asks the provider for more.
type answer struct {
	IDToken     string `json:"id_token"`
	AccessToken string `json:"access_token"`
}

// Redeem exchanges a code for the identity that it stands for. Error: *Error.
func (p *Provider) Redeem(ctx context.Context, a Attempt, code string) (Identity, error) {
	status, body, err := p.client.do(ctx, p.tokenRequest(a, code))
	if err != nil {
		return Identity{}, err
	}
	if status != http.StatusOK {
		return Identity{}, refuse(CodeRefused, errors.New("status "+strconv.Itoa(status)))
	}
	var tokens answer
	if err := decode(body, &tokens); err != nil {
		return Identity{}, err
	}
	return p.verify(ctx, a, tokens)
}

func (p *Provider) tokenRequest(a Attempt, code string) *http.Request {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {a.Redirect}, "code_verifier": {a.Verifier}}
	inHeader := p.takes(byHeader)
	if !inHeader {
		form.Set("client_id", a.Client.ID)
		form.Set("client_secret", a.Client.Secret)
	}
	r, err := http.NewRequest(http.MethodPost, p.meta.Token, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err) // check has parsed the address
	}
	r.GetBody = nil // it is sent once
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if inHeader { // RFC 6749 §2.3.1: both are form-encoded first
		r.SetBasicAuth(url.QueryEscape(a.Client.ID), url.QueryEscape(a.Client.Secret))
	}
	return r
}
