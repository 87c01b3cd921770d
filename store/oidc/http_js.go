//go:build js

package oidc

import "net/http"

// newHTTP leaves addresses to the host: a Worker's fetch reaches nothing
// private.
func newHTTP(Config) *http.Client { return &http.Client{} }

// alone keeps the host's fetch from following a redirection below us; the
// header is for net/http's transport, which does not send it.
func alone(r *http.Request) { r.Header.Set("js.fetch:redirect", "manual") }
