// Package rsakey says which RSA public keys are worth anything: those of
// identity providers and of passkeys are given to us by others.
package rsakey

import (
	"crypto/rsa"
	"math/big"
)

// least is how many bits a modulus has at least (NIST SP 800-131A).
const least = 2048

// Sound reports whether a key has at least 2048 and at most so many bits, an
// odd exponent from 3 on, and a modulus that no small prime divides and that
// is none of CVE-2017-15361 (ROCA). It does not find every key that somebody
// has made weak on purpose.
func Sound(k *rsa.PublicKey, most int) bool {
	bits := k.N.BitLen()
	return bits >= least && bits <= most && k.E >= 3 && k.E%2 == 1 && k.N.Bit(0) == 1 && !weak(k.N)
}

// last is the last of the small primes that weak moduli of 1984 bits and more
// are made with.
const last = 701

// weak reports that a small prime divides a modulus, or that it is one of ROCA
// (M. Nemec and others, The Return of Coppersmith's Attack, 2017, §2): both of
// its prime factors, and so the modulus itself, are powers of 65537 modulo every
// small prime. Of sound moduli fewer than one in 2^150 are.
func weak(n *big.Int) bool {
	powers := true
	for p := int64(3); p <= last; p += 2 {
		if !isPrime(p) {
			continue
		}
		r := remainder(n, p)
		if r == 0 {
			return true
		}
		powers = powers && isPower(r, p)
	}
	return powers
}

func remainder(n *big.Int, p int64) int64 {
	return new(big.Int).Mod(n, big.NewInt(p)).Int64()
}

// isPower reports whether r is a power of 65537 modulo p.
func isPower(r, p int64) bool {
	for power := int64(1); ; {
		if power == r {
			return true
		}
		if power = power * 65537 % p; power == 1 {
			return false
		}
	}
}

func isPrime(n int64) bool {
	for d := int64(3); d*d <= n; d += 2 {
		if n%d == 0 {
			return false
		}
	}
	return true
}
