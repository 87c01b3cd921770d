package tests

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Of a hundred wrong log-ins at the same instant, ten are tried; the rest are
// refused, the log and the ledger say so once, and the right password does not
// get through either. Somebody at another address notices nothing (AUTH-3).
func TestRateLimit(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	before := admin.head(t)
	wrong := object("email", "hr@"+o.slug+".example", "password", "not the passphrase")
	answers := make([]*answer, 100)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			a, err := o.nobody().try(context.Background(), "POST", "/api/auth/login", wrong)
			if err != nil {
				t.Error(err)
				return
			}
			answers[i] = a
		})
	}
	all.Wait()
	tried, warned := 0, 0
	for _, a := range answers {
		if a == nil {
			t.Fatal("no answer")
		}
		if a.StatusCode == 401 {
			tried++
			continue
		}
		a.refused(t, 429, "rate-limited").retryable(t)
		if strings.Contains(live.log.of(t, a.Header.Get("X-Request-Id")), `"security":"auth.rate-limited"`) {
			warned++
		}
	}
	if tried != 10 || warned != 1 {
		t.Errorf("%d were tried, %d lines of the log warn", tried, warned)
	}
	actions := admin.since(t, before)
	slices.Sort(actions)
	if want := append(slices.Repeat([]string{"auth.login-failed"}, 10), "auth.rate-limited"); !slices.Equal(actions, want) {
		t.Errorf("%v", actions)
	}
	o.nobody().send(t, "POST", "/login", o.form("hr", ""), isForm).want(t, 429).retryable(t)
	for _, header := range []string{"X-Forwarded-For: 198.51.100.7", "X-Real-IP: 198.51.100.7", "Forwarded: for=198.51.100.7", "True-Client-IP: 198.51.100.7"} {
		o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr"), header).refused(t, 429, "rate-limited")
	}
	if host == "native" {
		o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr"), "CF-Connecting-IP: 198.51.100.7").refused(t, 429, "rate-limited")
	}
	elsewhere := &visitor{at: o.at, host: o.host(), from: "127.0.0.2"}
	elsewhere.send(t, "POST", "/api/auth/login", o.credentials("hr")).want(t, 200)
	o.login(t, "finance")
	newOrg(t).login(t, "hr")
}

// retryable fails the test unless the answer says when to come back: within
// the five minutes.
func (a *answer) retryable(t *testing.T) {
	t.Helper()
	if n, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || n < 1 || n > 300 {
		t.Errorf("Retry-After: %q", a.Header.Get("Retry-After"))
	}
}
