//go:build !js

package main

import "net/http"

// front mends what Go's server lets through.
//
// A request line may name a whole address ("GET https://host/ HTTP/1.1"): its
// scheme is what the client says, not how it came, so it does not count as HTTPS.
//
// A chunked request may also have had a Content-Length, which Go drops unseen.
// Whoever stands before us may have believed that one, and takes what follows
// for another request: nothing follows (RFC 9112 §6.1).
func front(app http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme, r.URL.Host = "", ""
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		app.ServeHTTP(w, r)
	})
}
