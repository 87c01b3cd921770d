package rsakey_test

import (
	"crypto/rand"
	"crypto/rsa"
	_ "embed"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	"ringfence/store/rsakey"
)

// weakPrime is one as the weak chips made them: k·M + (65537^a mod M), M being
// the product of the first primes (Nemec and others, §2.1). For moduli of 2048
// bits these are the first 126.
func weakPrime(t *testing.T, bits int) *big.Int {
	t.Helper()
	m := big.NewInt(1)
	for p := int64(2); p <= 701; p++ {
		if big.NewInt(p).ProbablyPrime(0) {
			m.Mul(m, big.NewInt(p))
		}
	}
	top := new(big.Int).Lsh(big.NewInt(3), uint(bits-2))
	for {
		a, err := rand.Int(rand.Reader, m)
		if err != nil {
			t.Fatal(err)
		}
		k, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), uint(bits-3-m.BitLen())))
		if err != nil {
			t.Fatal(err)
		}
		k.Add(k, new(big.Int).Div(top, m))
		prime := new(big.Int).Exp(big.NewInt(65537), a, m)
		if prime.Add(prime, k.Mul(k, m)); prime.BitLen() == bits && prime.ProbablyPrime(10) {
			return prime
		}
	}
}

//go:embed testdata/wycheproof/roca_modulus.txt
var rocaModulus string

// published is a weak modulus that others have published.
func published(t *testing.T) *big.Int {
	t.Helper()
	n, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(rocaModulus))
	if err != nil {
		t.Fatal(err)
	}
	return new(big.Int).SetBytes(n)
}

func TestSound(t *testing.T) {
	t.Parallel()
	good, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	n := good.N
	weak := new(big.Int).Mul(weakPrime(t, 1024), weakPrime(t, 1024))
	for name, c := range map[string]struct {
		n    *big.Int
		e    int
		most int
		want bool
	}{
		"sound":                  {n, 65537, 2048, true},
		"exponent 3":             {n, 3, 4096, true},
		"exponent 1":             {n, 1, 4096, false},
		"an even exponent":       {n, 65536, 4096, false},
		"too long":               {n, 65537, 2047, false},
		"too short":              {new(big.Int).Rsh(n, 1), 65537, 4096, false},
		"an even modulus":        {new(big.Int).Sub(n, big.NewInt(1)), 65537, 4096, false},
		"a multiple of 701":      {new(big.Int).Mul(n, big.NewInt(701)), 65537, 4096, false},
		"Wycheproof's":           {published(t), 65537, 4096, false},
		"primes of a weak chip":  {weak, 65537, 4096, false},
		"one prime of such, one": {new(big.Int).Mul(weakPrime(t, 1024), good.Primes[0]), 65537, 4096, true},
	} {
		if got := rsakey.Sound(&rsa.PublicKey{N: c.n, E: c.e}, c.most); got != c.want {
			t.Errorf("%s: %t (%d bits)", name, got, c.n.BitLen())
		}
	}
}
