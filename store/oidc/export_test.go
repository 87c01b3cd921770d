package oidc

import "net/http"

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Transport replaces what sends the client's requests.
func (c *Client) Transport(f func(*http.Request) (*http.Response, error)) {
	c.http.Transport = roundTripper(f)
}
