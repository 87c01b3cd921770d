package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// kind is what a refusal's code means in HTTP.
type kind struct {
	status int
	title  string
}

// kinds maps every code to its status, in one place.
var kinds = map[string]kind{
	"invalid-request":          {400, "Some of what was sent is not right"},
	"invalid-token":            {400, "The link does not work"},
	"idempotency-key-required": {400, "Idempotency-Key is required"},
	"unauthenticated":          {401, "Sign in to continue"},
	"invalid-credentials":      {401, "Sign-in failed"},
	"invalid-code":             {401, "The code was not accepted"},
	"invalid-passkey":          {401, "The passkey was not accepted"},
	"sso-failed":               {401, "Sign-in did not work"},
	"sso-not-connected":        {401, "Not connected to an account"},
	"subscription-not-started": {402, "The subscription has not started"},
	"subscription-lapsed":      {402, "The subscription has ended"},
	"subscription-suspended":   {402, "The subscription is suspended"},
	"forbidden":                {403, "Not allowed"},
	"mfa-enrolment-required":   {403, "A second factor is required"},
	"password-sign-in-off":     {403, "Passwords are not used here"},
	"sign-in-again":            {403, "Sign in again"},
	"cross-site":               {403, "Sent from another site"},
	"module-not-licensed":      {403, "Not in your organisation's plan"},
	"unknown-host":             {404, "Nothing here"},
	"not-found":                {404, "Not found"},
	"method-not-allowed":       {405, "Method not allowed"},
	"own-factors":              {409, "Your own account"},
	"last-factor":              {409, "Your last second factor"},
	"passkey-limit":            {409, "Too many passkeys"},
	"already-enrolled":         {409, "Already set up"},
	"conflict":                 {409, "Changed by somebody else"},
	"identity-taken":           {409, "Connected to another account"},
	"last-way-in":              {409, "The only way in"},
	"email-taken":              {409, "There is such an account"},
	"last-admin":               {409, "The last administrator"},
	"not-invited":              {409, "Not waiting to be accepted"},
	"seat-limit":               {409, "Every seat is taken"},
	"idempotency-in-progress":  {409, "Still running"},
	"precondition-failed":      {412, "Changed meanwhile"},
	"too-large":                {413, "Too large"},
	"unsupported-media-type":   {415, "Unsupported media type"},
	"idempotency-key-reused":   {422, "Idempotency-Key was used before"},
	"rate-limited":             {429, "Too many attempts"},
	"internal-error":           {500, "Something went wrong"},
	"busy":                     {503, "Busy"},
	"database-unavailable":     {503, "The records cannot be reached"},
	"encryption-unavailable":   {503, "Encryption is not available"},
	"mail-unavailable":         {503, "Messages cannot be sent"},
	"session-unavailable":      {503, "Signing in is not available"},
	"sso-unavailable":          {503, "The identity provider cannot be reached"},
}

var errInternal = &domain.Error{Code: "internal-error", Message: "The request could not be completed. Nothing was changed."}

// methodError is a path that is there for other methods.
type methodError struct{ allowed string }

func (*methodError) Error() string { return "handlers: method not allowed" }

// fail answers with a refusal, as a problem or as a page.
func (c *call) fail(err error) {
	var replay *store.Replay
	if errors.As(err, &replay) {
		c.send(replay.Answer)
		return
	}
	e := c.refusalOf(err)
	k := kinds[e.Code]
	if e.RetryAfter > 0 {
		c.w.Header().Set("Retry-After", strconv.FormatInt(e.RetryAfter, 10))
	}
	if c.wantsPage() {
		c.failPage(e, k)
		return
	}
	if e.Code == "unauthenticated" {
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="ringfence"`)
	}
	c.respond(k.status, problemType, c.problem(e))
}

const problemType = "application/problem+json"

// refusalOf is the refusal in err; anything else is an internal error, whose
// cause is for the log alone.
func (c *call) refusalOf(err error) *domain.Error {
	var method *methodError
	if errors.As(err, &method) {
		c.w.Header().Set("Allow", method.allowed)
		return &domain.Error{Code: "method-not-allowed", Message: "This address takes " + method.allowed + "."}
	}
	if errors.Is(err, store.ErrStale) {
		return domain.ErrConflict
	}
	var e *domain.Error
	if !errors.As(err, &e) {
		c.cause = err
		return errInternal
	}
	if kinds[e.Code].status >= 500 {
		c.cause = err
	}
	return e
}

// problem is the body of RFC 9457, with an "errors" member that names every
// bad field.
func (c *call) problem(e *domain.Error) []byte {
	k := kinds[e.Code]
	o := domain.Object{}
	o.Text("type", "/problems/"+e.Code).Text("title", k.title).Int("status", int64(k.status)).
		Text("detail", e.Message).Text("instance", c.id)
	if e.Fields != nil {
		o.List("errors", len(e.Fields), func(i int, item *domain.Object) {
			item.Text("field", e.Fields[i].Field).Text("code", e.Fields[i].Code).Text("message", e.Fields[i].Message)
		})
	}
	return o.Bytes()
}

// wantsPage: a page's route, or an address that a browser asked for.
func (c *call) wantsPage() bool {
	if c.route != nil {
		return c.route.page
	}
	return !strings.HasPrefix(c.r.URL.Path, "/api/") && strings.Contains(c.r.Header.Get("Accept"), "text/html")
}

// keepable reports a refusal that a repetition with the same key gets again.
func keepable(e *domain.Error) bool {
	return kinds[e.Code].status < http.StatusInternalServerError && !strings.HasPrefix(e.Code, "idempotency-") && e.Code != "conflict" && e.Code != "rate-limited"
}
