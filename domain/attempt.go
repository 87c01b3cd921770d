package domain

import (
	"strconv"
	"time"
)

// AttemptWindow is how long a failed attempt counts (AUTH-3).
const AttemptWindow = 5 * time.Minute

// LoginTakes is how long the outcome of a log-in may take to come: a password
// waits for its turn to be derived. Beyond it, it has failed.
const LoginTakes = 20 * time.Second

// Limits are how many attempts of one kind may fail within the window: for
// one account from one address, for one account from all addresses, and from
// one address over all accounts, which a whole hospital may share.
type Limits struct{ Pair, Account, Address int64 }

// unlimited is more than can be counted.
const unlimited = 1 << 40

// SignInLimits are for whatever proves who somebody is.
var SignInLimits = Limits{Pair: 10, Account: 30, Address: 100}

// RateLimited refuses until a millisecond in the future.
func RateLimited(now, until int64) *Error {
	seconds := max(1, (until-now+999)/1000)
	when := "in a minute"
	if minutes := (seconds + 59) / 60; minutes > 1 {
		when = "in " + strconv.FormatInt(minutes, 10) + " minutes"
	}
	return &Error{Code: "rate-limited", Message: "Too many attempts. Try again " + when + ".", RetryAfter: seconds}
}
