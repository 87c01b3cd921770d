// Package password hashes passwords: PBKDF2-HMAC-SHA-256 with the work of
// 600,000 iterations (OWASP), as six chained derivations of 100,000, each
// taking the last one's output as its password, with one 16-byte salt.
// Cloudflare's WebCrypto refuses more than 100,000 iterations in one
// derivation. The stored form is a PHC string:
//
//	$pbkdf2-sha256$i=100000,r=6$<salt>$<hash>
//
// A derivation occupies a core for about a tenth of a second and is not
// cancelled when its client leaves, so how many run at once is bounded.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
)

// The current parameters.
const (
	Iterations = 100_000 // of one derivation; the most that Cloudflare allows
	Rounds     = 6
	saltSize   = 16
	hashSize   = 32
)

var (
	// ErrBusy says that as many derivations run or wait as may.
	ErrBusy = errors.New("password: too many derivations at once")
	// ErrFormat says that a stored string is not one of ours.
	ErrFormat = errors.New("password: malformed hash")
)

// Work is what deriving a new hash costs. Its zero value is production's:
// Rounds times Iterations.
type Work struct {
	light int            // iterations of a single round instead; 0: production's
	Watch func(work int) // told before each derivation how many iterations it takes; nil: nobody
}

// Light is the work of a single derivation of at most Iterations, for tests,
// which would spend most of their time on deriving. A hash that it makes says
// so itself, and is stale wherever the work is another.
func Light(iterations int) Work { return Work{light: min(iterations, Iterations)} }

func (w Work) params() params {
	if w.light > 0 {
		return params{iterations: w.light, rounds: 1}
	}
	return params{iterations: Iterations, rounds: Rounds}
}

type params struct {
	iterations, rounds int
	salt, hash         []byte
}

func (p params) costs() string {
	return "$pbkdf2-sha256$i=" + strconv.Itoa(p.iterations) + ",r=" + strconv.Itoa(p.rounds) + "$"
}

var b64 = base64.RawStdEncoding

// Hash derives a password under a fresh salt and returns the PHC string.
// Errors: ErrBusy, or the context's.
func (w Work) Hash(ctx context.Context, password string) (string, error) {
	p := w.params()
	p.salt = make([]byte, saltSize)
	if _, err := rand.Read(p.salt); err != nil {
		return "", err
	}
	hash, err := w.derive(ctx, password, p)
	if err != nil {
		return "", err
	}
	return p.costs() + b64.EncodeToString(p.salt) + "$" + b64.EncodeToString(hash), nil
}

// Nobody is a hash that no password has, with the current parameters: to
// spend the same time on an account that does not exist.
func (w Work) Nobody() string {
	return w.params().costs() + "AAAAAAAAAAAAAAAAAAAAAA$" + strings.Repeat("A", 43)
}

// Verify reports whether a password has the stored hash, and whether the
// stored parameters are other than today's.
func (w Work) Verify(ctx context.Context, stored, password string) (ok, stale bool, err error) {
	p, err := parse(stored)
	if err != nil {
		return false, false, err
	}
	hash, err := w.derive(ctx, password, p)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(hash, p.hash) == 1
	today := w.params()
	return ok, p.iterations != today.iterations || p.rounds != today.rounds, nil
}

func (w Work) derive(ctx context.Context, password string, p params) ([]byte, error) {
	if w.Watch != nil {
		w.Watch(p.iterations * p.rounds)
	}
	return derive(ctx, password, p)
}

func parse(stored string) (params, error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 5 || parts[0] != "" || parts[1] != "pbkdf2-sha256" {
		return params{}, ErrFormat
	}
	p := params{rounds: 1}
	if err := p.parseCosts(parts[2]); err != nil || p.iterations == 0 {
		return params{}, ErrFormat
	}
	salt, err1 := b64.DecodeString(parts[3])
	hash, err2 := b64.DecodeString(parts[4])
	if err1 != nil || err2 != nil || len(hash) != hashSize {
		return params{}, ErrFormat
	}
	p.salt, p.hash = salt, hash
	return p, nil
}

func (p *params) parseCosts(costs string) error {
	for _, cost := range strings.Split(costs, ",") {
		name, value, _ := strings.Cut(cost, "=")
		n, err := strconv.Atoi(value)
		switch {
		case err != nil || n < 1:
			return ErrFormat
		case name == "i" && n <= Iterations:
			p.iterations = n
		case name == "r" && n <= 100:
			p.rounds = n
		default:
			return ErrFormat
		}
	}
	return nil
}
