//go:build js

package password

import "context"

// Derive is the host's chained PBKDF2-HMAC-SHA-256 (WebCrypto, in
// worker/shim/pbkdf2.mjs, which also bounds how many run at once). The worker
// sets it before it serves. It answers ErrBusy beyond the bound.
var Derive func(ctx context.Context, password string, salt []byte, iterations, rounds int) ([]byte, error)

func derive(ctx context.Context, password string, p params) ([]byte, error) {
	return Derive(ctx, password, p.salt, p.iterations, p.rounds)
}
