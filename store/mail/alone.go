//go:build !js

package mail

import "net/http"

// alone keeps a request from being repeated elsewhere when the answer is a
// redirection: a client that cannot have the body again does not follow one.
func alone(r *http.Request) { r.GetBody = nil }
