package assets

import "net/http"

// Handler answers notFound to everything: on Workers the platform serves the
// files, and only what it does not have reaches the program.
func Handler(notFound http.Handler) http.Handler { return notFound }
