//go:build js

package mail

import "net/http"

// alone keeps a request from being repeated elsewhere when the answer is a
// redirection: a client that cannot have the body again does not follow one.
// Nor must the host's fetch below it; the header is for net/http's transport,
// which does not send it.
func alone(r *http.Request) {
	r.GetBody = nil
	r.Header.Set("js.fetch:redirect", "manual")
}
