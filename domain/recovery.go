package domain

import (
	"encoding/base32"
	"strings"
)

// A recovery code stands in for a lost authenticator, once. It has 120 bits,
// so that a plain keyed hash of it may be stored (OWASP ASVS 6.5.2 asks for
// 112), written as 24 letters and digits in groups of four.
const (
	RecoveryCodes    = 10 // issued together
	RecoveryCodeSize = 15 // bytes
	recoveryGroup    = 4
)

// ErrNoFactor refuses recovery codes to who needs none.
var ErrNoFactor = &Error{Code: "no-second-factor", Message: "Recovery codes come with a second factor. Set one up first."}

// Crockford's alphabet: no letter that is taken for a digit or another letter.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// RecoveryCode writes random bytes as a code to show, such as
// "7yq2-0c4k-r9fz-1m8e-x6ta-w3hd".
func RecoveryCode(random [RecoveryCodeSize]byte) string {
	text := crockford.EncodeToString(random[:])
	var groups []string
	for ; text != ""; text = text[recoveryGroup:] {
		groups = append(groups, text[:recoveryGroup])
	}
	return strings.Join(groups, "-")
}

// ParseRecoveryCode brings what somebody typed into the form to hash: no
// hyphens or spaces, lower case, o read as 0, i and l as 1. It is false when
// that cannot be a code.
func ParseRecoveryCode(typed string) (string, bool) {
	code := misread.Replace(strings.ToLower(typed))
	random, err := crockford.DecodeString(code) // which skips line ends: both lengths count
	return code, err == nil && len(random) == RecoveryCodeSize && len(code) == crockford.EncodedLen(RecoveryCodeSize)
}

var misread = strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1")
