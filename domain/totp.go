package domain

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What every authenticator app understands of RFC 6238: SHA-1, six digits,
// steps of 30 seconds.
const (
	TOTPDigits     = 6
	TOTPPeriod     = 30 * time.Second
	TOTPSecretSize = 20 // bytes; RFC 4226 §4 asks for 160 bits
)

var totpBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// TOTPText is a secret as people type it into an authenticator app: base32
// without padding.
func TOTPText(secret []byte) string { return totpBase32.EncodeToString(secret) }

// ParseTOTPText is TOTPText backwards; spaces, case and padding do not matter.
func ParseTOTPText(text string) ([]byte, bool) {
	text = strings.ToUpper(strings.TrimRight(strings.ReplaceAll(text, " ", ""), "="))
	secret, err := totpBase32.DecodeString(text)
	return secret, err == nil && len(secret) > 0
}

// TOTPStep is the number of the step that an instant falls in.
func TOTPStep(at time.Time) int64 { return at.Unix() / int64(TOTPPeriod/time.Second) }

// TOTPCode is the code of a step (RFC 4226 §5.3, RFC 6238 §4).
func TOTPCode(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	digits := strconv.Itoa(int(number % 1_000_000))
	return strings.Repeat("0", TOTPDigits-len(digits)) + digits
}

// TOTPMatch finds the step whose code was given: the current one, or the one
// before or after it (RFC 6238 §5.2). A step up to lastStep has been used and
// never matches again. It takes the same time whatever the code is.
//
// A code works once only if the caller stores the step on the condition that
// it is still later than the stored one: two requests may be here at once.
func TOTPMatch(secret []byte, code string, now time.Time, lastStep int64) (step int64, ok bool) {
	given := []byte(strings.ReplaceAll(code, " ", ""))
	current := TOTPStep(now)
	for s := current - 1; s <= current+1; s++ {
		same := subtle.ConstantTimeCompare(given, []byte(TOTPCode(secret, s))) == 1
		if same && s > lastStep && !ok {
			step, ok = s, true
		}
	}
	return step, ok
}

// TOTPAddress is what an authenticator app reads from the QR code: an address
// in the Key URI format, with issuer in both places that apps look for it.
func TOTPAddress(issuer, account string, secret []byte) string {
	// The label's colon divides issuer from account, so neither may have one.
	// Spaces must be %20: apps show a plus sign as it is.
	label := url.PathEscape(noColon(issuer)) + ":" + url.PathEscape(noColon(account))
	return "otpauth://totp/" + label +
		"?secret=" + TOTPText(secret) +
		"&issuer=" + strings.ReplaceAll(url.QueryEscape(noColon(issuer)), "+", "%20") +
		"&algorithm=SHA1&digits=" + strconv.Itoa(TOTPDigits) +
		"&period=" + strconv.Itoa(int(TOTPPeriod/time.Second))
}

func noColon(s string) string { return strings.ReplaceAll(s, ":", " ") }
