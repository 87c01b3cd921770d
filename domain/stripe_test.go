package domain_test

import (
	"testing"
	"time"

	"ringfence/domain"
)

// TestPaidWindow: what each state at Stripe buys. A period of 30 days that
// began on day 30, with 14 days of grace.
func TestPaidWindow(t *testing.T) {
	t.Parallel()
	const day = int64(24 * 60 * 60 * 1000)
	base := domain.Paid{Start: 1 * day, PeriodStart: 31 * day, PeriodEnd: 61 * day}
	for name, c := range map[string]struct {
		change    func(*domain.Paid)
		until     int64
		suspended bool
		nothing   bool
	}{
		"active":         {func(p *domain.Paid) { p.Status = "active" }, 75, false, false},
		"trialing":       {func(p *domain.Paid) { p.Status = "trialing" }, 75, false, false},
		"ends":           {func(p *domain.Paid) { p.Status, p.CancelAtPeriodEnd = "active", true }, 61, false, false},
		"past due":       {func(p *domain.Paid) { p.Status = "past_due" }, 45, false, false},
		"unpaid":         {func(p *domain.Paid) { p.Status = "unpaid" }, 45, false, false},
		"past due, ends": {func(p *domain.Paid) { p.Status, p.CancelAtPeriodEnd = "past_due", true }, 45, false, false},
		"cancelled":      {func(p *domain.Paid) { p.Status, p.EndedAt = "canceled", 40*day }, 40, false, false},
		"gone":           {func(p *domain.Paid) { p.Status = "canceled" }, 50, false, false},
		"paused":         {func(p *domain.Paid) { p.Status = "paused" }, 75, true, false},
		"collection off": {func(p *domain.Paid) { p.Status, p.Paused = "active", true }, 75, true, false},
		"disputed":       {func(p *domain.Paid) { p.Status, p.Disputed = "active", true }, 75, true, false},
		"refunded":       {func(p *domain.Paid) { p.Status, p.Refunded = "active", true }, 75, true, false},
		"incomplete":     {func(p *domain.Paid) { p.Status = "incomplete" }, 0, false, true},
		"expired":        {func(p *domain.Paid) { p.Status = "incomplete_expired" }, 0, false, true},
		"unheard of":     {func(p *domain.Paid) { p.Status = "exalted" }, 0, false, true},
		"never served":   {func(p *domain.Paid) { p.Status, p.EndedAt = "canceled", 1*day }, 0, false, true},
	} {
		p := base
		c.change(&p)
		w, ok := p.Window(14*24*time.Hour, 50*day)
		if ok == c.nothing || ok && (w.From != day || w.Until != c.until*day || w.Suspended != c.suspended) {
			t.Errorf("%s: until day %d, suspended %v, %v", name, w.Until/day, w.Suspended, ok)
		}
		if ok && (p.Hold() != "") != w.Suspended {
			t.Errorf("%s: held by %q", name, p.Hold())
		}
	}
}
