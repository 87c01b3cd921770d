package domain

import "time"

// Paid is a subscription at Stripe as it stands there now. Times are Unix
// milliseconds, 0 where there is none.
type Paid struct {
	ID, Customer, Price string
	Status              string // Stripe's own word
	Start               int64  // when it began
	PeriodStart         int64  // of the period that is being paid for
	PeriodEnd           int64
	CancelAtPeriodEnd   bool
	EndedAt             int64
	Paused              bool
	Refunded, Disputed  bool // the latest payment, whole or still open
}

// Window is what a subscription at Stripe buys (SUB-6): the rule is written in
// docs/billing.md. Nothing is bought before the first payment. While it renews
// the window reaches beyond the paid period by the grace, so that a payment that
// is late, or fails at first, shuts nobody out; who does not pay within it
// lapses, and paying opens it again at once. ok is false where there is nothing.
func (p Paid) Window(grace time.Duration, now int64) (w Window, ok bool) {
	w = Window{From: p.Start, Until: p.PeriodEnd + grace.Milliseconds(), Suspended: p.Paused || p.Refunded || p.Disputed}
	switch p.Status {
	case "active", "trialing":
		if p.CancelAtPeriodEnd {
			w.Until = p.PeriodEnd
		}
	case "past_due", "unpaid": // the period that has begun is not paid
		w.Until = p.PeriodStart + grace.Milliseconds()
	case "paused":
		w.Suspended = true
	case "canceled":
		w.Until = p.EndedAt
		if w.Until == 0 {
			w.Until = now
		}
	default: // incomplete, incomplete_expired, or a word of tomorrow
		return Window{}, false
	}
	return w, w.Until > w.From
}

// Hold says why a window that is paid through Stripe is on hold, or "".
func (p Paid) Hold() string {
	switch {
	case p.Disputed:
		return "The payment is disputed"
	case p.Refunded:
		return "The payment was refunded"
	case p.Paused, p.Status == "paused":
		return "Payment is paused at Stripe"
	}
	return ""
}
