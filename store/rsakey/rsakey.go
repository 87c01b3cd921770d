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
// is not one of the weak ones of CVE-2017-15361. It does not find every key
// that somebody has made weak on purpose.
func Sound(k *rsa.PublicKey, most int) bool {
	bits := k.N.BitLen()
	return bits >= least && bits <= most && k.E >= 3 && k.E%2 == 1 && k.N.Bit(0) == 1 && !hasSmallFactor(k.N) && !fromWeakPrimes(k.N)
}

// last is the last of the small primes that weak moduli of 1984 bits and more
// are made with.
const last = 701

func hasSmallFactor(n *big.Int) bool {
	for p := int64(3); p <= last; p += 2 {
		if remainder(n, p) == 0 {
			return true
		}
	}
	return false
}

// fromWeakPrimes recognises ROCA (M. Nemec and others, The Return of
// Coppersmith's Attack, 2017, §2): both prime factors of a weak modulus, and so
// the modulus itself, are powers of 65537 modulo every small prime. Of sound
// moduli fewer than one in 2^150 are taken for weak.
func fromWeakPrimes(n *big.Int) bool {
	for p := int64(3); p <= last; p += 2 {
		if isPrime(p) && !isPower(remainder(n, p), p) {
			return false
		}
	}
	return true
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
