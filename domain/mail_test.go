package domain_test

import (
	"testing"
	"time"

	"ringfence/domain"
)

func TestRetryMail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tries      int64
		age, asked time.Duration
		want       time.Duration
		again      bool
	}{
		{1, 0, 0, time.Minute, true},
		{2, time.Minute, 0, 2 * time.Minute, true},
		{5, time.Hour, 0, 16 * time.Minute, true},
		{1, 0, 59 * time.Second, time.Minute, true},
		{1, 0, 10 * time.Minute, 10 * time.Minute, true},
		{1, 0, 100 * time.Hour, 6 * time.Hour, true},
		{9, 5 * time.Hour, 0, 256 * time.Minute, true},
		{10, 12 * time.Hour, 0, 6 * time.Hour, true},
		{1 << 40, 42 * time.Hour, 0, 6 * time.Hour, true},
		{15, 42*time.Hour + 1, 0, 6 * time.Hour, false},
	} {
		wait, again := domain.RetryMail(c.tries, c.age, c.asked)
		if wait != c.want || again != c.again {
			t.Errorf("try %d at %v, asked for %v: %v %t", c.tries, c.age, c.asked, wait, again)
		}
	}
}

// TestRetryMailEnds: every message is tried often, and given up.
func TestRetryMailEnds(t *testing.T) {
	t.Parallel()
	age, tries := time.Duration(0), int64(1)
	for wait, again := domain.RetryMail(tries, age, 0); again; wait, again = domain.RetryMail(tries, age, 0) {
		age, tries = age+wait, tries+1
	}
	if tries < 12 || tries > 20 || age < 42*time.Hour || age > domain.MailLife {
		t.Errorf("given up after %d tries and %v", tries, age)
	}
}
