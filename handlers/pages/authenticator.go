package pages

// Authenticator is what sets an authenticator app up: to scan, to follow on a
// phone, or to type in.
type Authenticator struct {
	Secret  string // base32
	Address string // otpauth:
	QR      string // an SVG element
}
