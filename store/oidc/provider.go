package oidc

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Provider is one OpenID provider as it describes itself.
type Provider struct {
	Issuer string
	client *Client
	meta   metadata
	read   time.Time
	keys   keySet
}

// metadata is what we use of a provider's document (OpenID Connect Discovery
// §3, RFC 9207 §3).
type metadata struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Keys          string   `json:"jwks_uri"`
	ResponseTypes []string `json:"response_types_supported"`
	Methods       []string `json:"token_endpoint_auth_methods_supported"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	NamesItself   bool     `json:"authorization_response_iss_parameter_supported"`
}

// Provider is the provider of an issuer, as it is known. Error: *Error.
func (c *Client) Provider(ctx context.Context, issuer string) (*Provider, error) {
	c.mu.Lock()
	p := c.known[issuer]
	c.mu.Unlock()
	if p != nil && c.cfg.Now().Before(p.read.Add(life)) {
		return p, nil
	}
	return c.Discover(ctx, issuer)
}

// Discover asks a provider to describe itself. Error: *Error.
func (c *Client) Discover(ctx context.Context, issuer string) (*Provider, error) {
	if err := c.checkIssuer(issuer); err != nil {
		return nil, err
	}
	p := &Provider{Issuer: issuer, client: c, read: c.cfg.Now()}
	if err := c.get(ctx, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", &p.meta); err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	c.remember(p)
	return p, nil
}

func (c *Client) remember(p *Provider) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= mostKnown {
		clear(c.known)
	}
	c.known[p.Issuer] = p
}

// check: a document of another issuer is somebody else's (ASVS 10.5.3).
func (p *Provider) check() error {
	if p.meta.Issuer != p.Issuer {
		return refuse(WrongIssuer, nil)
	}
	for _, address := range []string{p.meta.Authorization, p.meta.Token, p.meta.Keys} {
		if err := p.client.checkEndpoint(address); err != nil {
			return err
		}
	}
	switch {
	case p.meta.ResponseTypes != nil && !slices.Contains(p.meta.ResponseTypes, "code"):
		return refuse(Unsuitable, errors.New("no code flow"))
	case p.meta.Algorithms != nil && !slices.ContainsFunc(p.meta.Algorithms, allowed):
		return refuse(Unsuitable, errors.New("no algorithm that we take"))
	case !p.takes(byHeader) && !p.takes(byForm):
		return refuse(Unsuitable, errors.New("no way to show a client secret"))
	}
	return nil
}

// How a client shows its secret (OpenID Connect Core §9).
const (
	byHeader = "client_secret_basic"
	byForm   = "client_secret_post"
)

// takes: without a word on it, a provider takes the header.
func (p *Provider) takes(method string) bool {
	if p.meta.Methods == nil {
		return method == byHeader
	}
	return slices.Contains(p.meta.Methods, method)
}

// CheckResponse checks who says that the authorization response is theirs:
// another provider's response must not be taken for this one's (RFC 9207 §2.4).
func (p *Provider) CheckResponse(iss string) error {
	if iss != p.Issuer && (iss != "" || p.meta.NamesItself) {
		return refuse(WrongIssuer, nil)
	}
	return nil
}
