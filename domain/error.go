package domain

// Error is a refusal a caller can act on. Code is the problem's slug
// (/problems/<code>); Message is a sentence for a person and holds no secret.
type Error struct {
	Code       string
	Message    string
	Fields     []FieldError
	RetryAfter int64 // seconds; 0: not given
}

// FieldError names one bad field of the input.
type FieldError struct {
	Field   string // as the caller spelt it
	Code    string // "required", "too-long", "malformed", "unknown", …
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Is makes errors.Is compare by code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// The refusals that more than one place gives.
var (
	ErrUnknownHost     = &Error{Code: "unknown-host", Message: "Page not found. If you typed the address, check the name of your organisation."}
	ErrUnauthenticated = &Error{Code: "unauthenticated", Message: "Sign in to continue."}
	ErrForbidden       = &Error{Code: "forbidden", Message: "You do not have access to this page. If you need it, contact your administrator."}
	ErrNotFound        = &Error{Code: "not-found", Message: "We could not find that page. It may have been moved, or you may not have access to it."}
	ErrConflict        = &Error{Code: "conflict", Message: "Somebody else changed this record. Fetch the latest version and retry with its ETag."}
	ErrCredentials     = &Error{Code: "invalid-credentials", Message: "Your email address or password is incorrect."}
	ErrCode            = &Error{Code: "invalid-code", Message: "That code is incorrect or has expired. Wait for a new code and try again."}
	ErrEnrolment       = &Error{Code: "mfa-enrolment-required", Message: "Set up a second factor, such as an authenticator app, before you go on."}
	ErrEncryption      = &Error{Code: "encryption-unavailable", Message: "Sealed fields cannot be opened at the moment."}
	ErrSessions        = &Error{Code: "session-unavailable", Message: "Signing in is not possible at the moment."}
	ErrDatabase        = &Error{Code: "database-unavailable", Message: "The organisation's records cannot be reached at the moment.", RetryAfter: 5}
	ErrBusy            = &Error{Code: "busy", Message: "We are very busy. Try again in a minute.", RetryAfter: 2}
)

// mostFieldErrors bounds a refusal: an answer may not be many times as long as
// what it answers.
const mostFieldErrors = 20

// Invalid is the refusal of malformed input, naming every bad field; of very
// many the first ones.
func Invalid(fields ...FieldError) *Error {
	if len(fields) > mostFieldErrors {
		fields = fields[:mostFieldErrors]
	}
	return &Error{Code: "invalid-request", Message: "There is a problem with what was sent.", Fields: fields}
}
