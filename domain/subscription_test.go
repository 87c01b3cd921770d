package domain_test

import (
	"errors"
	"testing"

	"ringfence/domain"
)

const (
	from  = 1_766_000_000_000
	until = from + 86_400_000
)

// TestWindow: half-open, to the millisecond, at both ends.
func TestWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		now             int64
		active, stopped domain.Status // the status as it is, and suspended
	}{
		{"a millisecond before", from - 1, domain.NotStarted, domain.NotStarted},
		{"at its start", from, domain.Active, domain.Suspended},
		{"a millisecond before its end", until - 1, domain.Active, domain.Suspended},
		{"at its end", until, domain.Lapsed, domain.Lapsed},
		{"long after", until * 2, domain.Lapsed, domain.Lapsed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := domain.Window{From: from, Until: until}
			if got := w.StatusAt(c.now); got != c.active {
				t.Errorf("%s, want %s", got, c.active)
			}
			w.Suspended = true
			if got := w.StatusAt(c.now); got != c.stopped {
				t.Errorf("suspended: %s, want %s", got, c.stopped)
			}
		})
	}
	if got := (domain.Window{}).StatusAt(from); got != domain.Lapsed {
		t.Errorf("no window at all: %s", got)
	}
}

func TestAdmit(t *testing.T) {
	t.Parallel()
	window := domain.Window{From: from, Until: until, Modules: "hr,consent"}
	suspended := window
	suspended.Suspended = true
	for _, c := range []struct {
		name    string
		window  domain.Window
		now     int64
		role    domain.Role
		module  domain.Module
		outside bool
		want    string // problem, or ""
	}{
		{"at its start", window, from, domain.Employee, domain.Core, false, ""},
		{"before it", window, from - 1, domain.Employee, domain.Core, false, "subscription-not-started"},
		{"at its last millisecond", window, until - 1, domain.HR, domain.ModuleHR, false, ""},
		{"at its end", window, until, domain.HR, domain.ModuleHR, false, "subscription-lapsed"},
		{"suspended", suspended, from, domain.HR, domain.ModuleHR, false, "subscription-suspended"},
		{"no window", domain.Window{}, from, domain.HR, domain.Core, false, "subscription-lapsed"},
		{"module in the plan", window, from, domain.HR, domain.ModuleCons, false, ""},
		{"module not in the plan", window, from, domain.Admin, domain.ModulePeer, true, "module-not-licensed"},
		{"a module's name is not its part", domain.Window{From: from, Until: until, Modules: "hrx,consent"}, from, domain.HR, domain.ModuleHR, false, "module-not-licensed"},
		{"an admin before it, on an open route", window, from - 1, domain.Admin, domain.Core, true, ""},
		{"an admin after it, on an open route", window, until, domain.Admin, domain.Core, true, ""},
		{"an admin suspended, on an open route", suspended, from, domain.Admin, domain.Core, true, ""},
		{"an admin after it, on another route", window, until, domain.Admin, domain.Core, false, "subscription-lapsed"},
		{"anybody else after it, on an open route", window, until, domain.HR, domain.Core, true, "subscription-lapsed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := c.window.Admit(c.now, c.role, c.module, c.outside)
			var refusal *domain.Error
			if errors.As(err, &refusal) != (err != nil) || (refusal == nil) != (c.want == "") || refusal != nil && refusal.Code != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestModules(t *testing.T) {
	t.Parallel()
	if names := (domain.Window{}).ModuleNames(); names == nil || len(names) != 0 {
		t.Errorf("no modules: %#v", names)
	}
	everything := domain.Window{Modules: "hr,governance,consent,insight,peer"}
	for _, m := range append(domain.AllModules, domain.Core) {
		if !everything.Licenses(m) || (domain.Window{}).Licenses(m) != (m == domain.Core) {
			t.Errorf("module %q", m)
		}
	}
}
