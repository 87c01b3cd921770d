package web

import (
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// idempotencyKey reads the header: a structured string ("…") or the bare key.
func (c *Call) idempotencyKey() (*store.IdempotencyKey, error) {
	if c.route.key == noKey {
		return nil, nil
	}
	value := c.r.Header.Get("Idempotency-Key")
	if value == "" && c.route.key == keyRequired {
		return nil, &domain.Error{Code: "idempotency-key-required",
			Message: "Send an Idempotency-Key header with this request."}
	}
	if value == "" {
		return nil, nil
	}
	whole := true
	if unquoted, quoted := strings.CutPrefix(value, `"`); quoted {
		value, whole = strings.CutSuffix(unquoted, `"`)
	}
	if !whole || value == "" || len(value) > 255 || !Printable(value) {
		return nil, domain.Invalid(domain.FieldError{Field: "Idempotency-Key", Code: "malformed",
			Message: "Idempotency-Key must be 1 to 255 printable characters"})
	}
	return &store.IdempotencyKey{Route: c.route.method + " " + c.r.URL.Path, Key: value}, nil
}

// Printable reports text of visible ASCII and spaces.
func Printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
