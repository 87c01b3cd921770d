//go:build !js

package password

import (
	"context"
	"crypto/sha256"
	"runtime"

	"golang.org/x/crypto/pbkdf2"
)

// running bounds the derivations that use a core, waiting the ones in line.
var (
	running = make(chan struct{}, runtime.NumCPU())
	waiting = make(chan struct{}, 150*runtime.NumCPU()) // a quarter of a minute
)

func derive(ctx context.Context, password string, p params) ([]byte, error) {
	select {
	case waiting <- struct{}{}:
		defer func() { <-waiting }()
	default:
		return nil, ErrBusy
	}
	select {
	case running <- struct{}{}:
		defer func() { <-running }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	out := []byte(password)
	for range p.rounds {
		out = pbkdf2.Key(out, p.salt, p.iterations, hashSize, sha256.New)
	}
	return out, nil
}
