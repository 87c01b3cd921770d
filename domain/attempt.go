package domain

import "time"

// AttemptWindow is how long a failed attempt counts (AUTH-3).
const AttemptWindow = 5 * time.Minute

// Limits are how many attempts of one kind may fail within the window: for
// one account from one address, for one account from all addresses, and from
// one address over all accounts, which a whole hospital may share.
type Limits struct{ Pair, Account, Address int64 }

// SignInLimits are for whatever proves who somebody is.
var SignInLimits = Limits{Pair: 10, Account: 30, Address: 100}

// RateLimited refuses until a millisecond in the future.
func RateLimited(now, until int64) *Error {
	return &Error{Code: "rate-limited", Message: "There were too many failed attempts. Wait before you try again.",
		RetryAfter: max(1, (until-now+999)/1000)}
}
