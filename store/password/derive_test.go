//go:build !js

package password

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"testing"
)

// oneBlock is PBKDF2 written out (RFC 8018 §5.2) for an output of one block.
func oneBlock(password, salt []byte, iterations int) []byte {
	prf := hmac.New(sha256.New, password)
	prf.Write(append(bytes.Clone(salt), 0, 0, 0, 1))
	u := prf.Sum(nil)
	out := bytes.Clone(u)
	for range iterations - 1 {
		prf.Reset()
		prf.Write(u)
		u = prf.Sum(nil)
		subtle.XORBytes(out, out, u)
	}
	return out
}

// TestChain: each derivation takes the last one's output as its password.
func TestChain(t *testing.T) {
	t.Parallel()
	p := params{iterations: 7, rounds: 5, salt: []byte("0123456789abcdef")}
	want := []byte("pass")
	for range p.rounds {
		want = oneBlock(want, p.salt, p.iterations)
	}
	if got, err := derive(context.Background(), "pass", p); !bytes.Equal(got, want) || err != nil {
		t.Errorf("%x, %v, want %x", got, err, want)
	}
}

// TestNobody has today's parameters and the hash that is all zeros, which no
// derivation gives but once in 2^256.
func TestNobody(t *testing.T) {
	t.Parallel()
	p, err := parse(Work{}.Nobody())
	if err != nil || p.iterations != Iterations || p.rounds != Rounds || len(p.salt) != saltSize || !bytes.Equal(p.hash, make([]byte, hashSize)) {
		t.Errorf("%+v, %v", p, err)
	}
}

// occupy fills a bound until the test ends.
func occupy(t *testing.T, slots chan struct{}) {
	for range cap(slots) {
		slots <- struct{}{}
	}
	t.Cleanup(func() {
		for range cap(slots) {
			<-slots
		}
	})
}

// endless would run for minutes: whoever answers at once has not begun it.
var endless = params{iterations: 1 << 30, rounds: 1 << 20, salt: make([]byte, saltSize)}

// TestBusy: beyond the bound it refuses without deriving. Not parallel: the
// bounds are the process's.
func TestBusy(t *testing.T) {
	occupy(t, waiting)
	if out, err := derive(context.Background(), "pass", endless); out != nil || !errors.Is(err, ErrBusy) {
		t.Errorf("%x, %v", out, err)
	}
}

// TestLeave: who leaves while waiting in line does not derive, and gives the
// place back.
func TestLeave(t *testing.T) {
	occupy(t, running)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range cap(waiting) + 1 {
		if out, err := derive(ctx, "pass", endless); out != nil || !errors.Is(err, context.Canceled) {
			t.Fatalf("%x, %v", out, err)
		}
	}
}
