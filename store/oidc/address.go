package oidc

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

const maxAddress = 500 // bytes

var (
	errScheme = errors.New("an address is https://")
	errParts  = errors.New("an address has no user, query or fragment")
)

// checkIssuer: an issuer is an HTTPS address without query and fragment
// (OpenID Connect Discovery §3).
func (c *Client) checkIssuer(issuer string) error {
	u, err := c.parse(issuer)
	if err == nil && (u.RawQuery != "" || u.ForceQuery) {
		err = errParts
	}
	if err != nil {
		return refuse(BadAddress, err)
	}
	return nil
}

// checkEndpoint: an endpoint may have a query (RFC 6749 §3.1).
func (c *Client) checkEndpoint(address string) error {
	if _, err := c.parse(address); err != nil {
		return refuse(Unsuitable, err)
	}
	return nil
}

func (c *Client) parse(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, errParts
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	plain := u.Scheme == "http" && c.cfg.Loopback && isLoopback(u.Hostname())
	if u.Scheme != "https" && !plain || u.Hostname() == "" {
		return nil, errScheme
	}
	if u.User != nil || strings.Contains(address, "#") || u.Opaque != "" {
		return nil, errParts
	}
	return u, nil
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Hostname is an issuer's, to name the provider by.
func Hostname(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
