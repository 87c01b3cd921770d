package web

import (
	"errors"
	"fmt"
	"testing"

	"ringfence/domain"
)

// TestTyped: a refused form shows what was typed, and otherwise what is
// recorded.
func TestTyped(t *testing.T) {
	t.Parallel()
	recorded := func(name string) string { return "recorded " + name }
	c := &Call{route: &Route{page: true, in: domain.Fields{{Name: "a", Required: true}}}, body: []byte("a=typed&empty=")}
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
