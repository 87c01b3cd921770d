package web

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"testing"

	"ringfence/domain"
)

// TestTyped: a refused form shows what was typed, and otherwise what is
// recorded.
func TestTyped(t *testing.T) {
	t.Parallel()
	recorded := func(name string) string { return "recorded " + name }
	c := &Call{route: &Route{page: true, in: domain.Fields{{Name: "a", Required: true}}}, body: []byte("a=typed&empty="), r: httptest.NewRequest("GET", "/", nil)}
	refused := c.Typed(domain.Invalid(), recorded)
	for name, want := range map[string]string{"a": "typed", "empty": "", "b": "recorded b"} {
		if got := refused(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := c.Typed(nil, recorded)("a"); got != "recorded a" {
		t.Errorf("a fresh form shows %q", got)
	}
	c.body = []byte("a=%")
	if got := c.Typed(domain.Invalid(), recorded)("a"); got != "recorded a" {
		t.Errorf("an unreadable form shows %q", got)
	}
}

func TestFormRefusal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
	}{
		{domain.Invalid(), 400}, {fmt.Errorf("store: %w", domain.Invalid()), 400}, {domain.ErrSeatLimit, 409},
		{domain.ErrEmailTaken, 0}, {domain.ErrForbidden, 0}, {errors.New("x"), 0}, {nil, 0},
	} {
		refusal, status, ok := FormRefusal(c.err, "seat-limit")
		if status != c.status || ok != (c.status != 0) || ok != (refusal != nil) {
			t.Errorf("%v: %v, %d, %t", c.err, refusal, status, ok)
		}
	}
}

// TestOnce: a handler that runs anew gets what it got, and an error is not
// kept.
func TestOnce(t *testing.T) {
	t.Parallel()
	c, runs := &Call{}, 0
	ask := func() (*int, error) {
		if runs++; runs == 1 {
			return nil, errors.New("not yet")
		}
		n := runs
		return &n, nil
	}
	if _, err := Once(c, ask); err == nil {
		t.Error("the error is lost")
	}
	for range 3 {
		if n, err := Once(c, ask); err != nil || *n != 2 {
			t.Errorf("%v, %v after %d runs", n, err, runs)
		}
	}
}

// TestJoinDate: people write months as numbers or by name.
func TestJoinDate(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{
		"d-day=7&d-month=3&d-year=2026":                "2026-03-07",
		"d-day=07&d-month=March&d-year=+2026+":         "2026-03-07",
		"d-day=7&d-month=mar&d-year=2026":              "2026-03-07",
		"d-day=7&d-month=+SEPT.&d-year=2026":           "2026-09-07",
		"d-day=31&d-month=december&d-year=2026":        "2026-12-31",
		"d-day=7&d-month=ma&d-year=2026":               "2026-ma-07",
		"d-day=7&d-month=Marchs&d-year=2026":           "2026-Marchs-07",
		"d-day=7&d-month=&d-year=2026":                 "2026--07",
		"d-day=&d-month=&d-year=":                      "",
		"d-day=7&d-month=%3Cscript%3E&d-year=2026-3-3": "2026-3-3-<script>-07",
	} {
		pairs, err := formPairs(form)
		if err != nil || len(pairs) != 1 || pairs[0].Name != "d" || pairs[0].Value != want {
			t.Errorf("%s: %v, %v; want %q", form, pairs, err, want)
		}
	}
}

// TestFormOrder: fields come in one order, however often they are read.
func TestFormOrder(t *testing.T) {
	t.Parallel()
	for range 20 {
		pairs, _ := formPairs("e=&d=&c=&b=&a=")
		for i, p := range pairs {
			if p.Name != string(rune('a'+i)) {
				t.Fatalf("%v", pairs)
			}
		}
	}
}
