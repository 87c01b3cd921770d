package tests

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

// Nobody learns from the time it takes whether an account exists: over 200
// tries, in turns, the medians differ by less than the tries of one kind do
// among themselves. Nothing else may run meanwhile.
func TestLoginTime(t *testing.T) {
	var known, unknown []time.Duration
	for _, o := range newOrgs(t, live, 2) {
		for i := range 50 {
			known = append(known, o.timed(t, roles[i%len(roles)]))
			unknown = append(unknown, o.timed(t, "nobody"+strconv.Itoa(i%len(roles))))
		}
	}
	slices.Sort(known)
	slices.Sort(unknown)
	noise := max(known[75]-known[25], unknown[75]-unknown[25])
	if gap := (known[50] - unknown[50]).Abs(); gap > noise {
		t.Errorf("%v for an account, %v for none, and the noise is %v", known[50], unknown[50], noise)
	}
}

// timed is how long a failed log-in takes.
func (o *org) timed(t *testing.T, name string) time.Duration {
	t.Helper()
	from := time.Now()
	body := object("email", name+"@"+o.slug+".example", "password", "not the passphrase")
	o.nobody().send(t, "POST", "/api/auth/login", body).refused(t, 401, "invalid-credentials")
	return time.Since(from)
}
