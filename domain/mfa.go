package domain

import "time"

// A sign-in that needs a second step waits for it this long, and for this
// many wrong codes.
const (
	ChallengeLife  = 5 * time.Minute
	ChallengeTries = 5
)

// MFARequired reports whether an account must have a second factor: every
// administrator, everybody at the console, and everybody where the organisation
// asks it of all (AUTH-6).
func MFARequired(role Role, ofAll bool) bool {
	return ofAll || (Administrators | ConsoleRoles).Has(role)
}

// MFAFields is the second step of signing in: an authenticator's code, or a
// recovery code.
var MFAFields = Fields{
	{Name: "challenge", Label: "Challenge", Kind: ID, Required: true},
	{Name: "code", Label: "Code", Kind: Secret, Required: true},
}

// What the routes of one's own account take.
var (
	TOTPConfirmFields    = Fields{{Name: "code", Label: "Code", Kind: Secret, Required: true}}
	TOTPRemoveFields     = Fields{{Name: "password", Label: "Password", Kind: Secret, Required: true}, {Name: "code", Label: "Code", Kind: Secret, Required: true}}
	PasswordChangeFields = Fields{{Name: "current", Label: "Current password", Kind: Secret, Required: true}, {Name: "new", Label: "New password", Kind: Secret, Required: true}}
)

// SecurityFields are what an organisation decides for all its accounts.
var SecurityFields = Fields{{Name: "mfa_required_for_all", Label: "A second factor for everybody", Kind: Bool, Required: true}}
