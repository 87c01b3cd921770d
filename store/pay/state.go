package pay

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/stripe/stripe-go/v76"

	"ringfence/domain"
)

// raw is an answer of Stripe's as it came: fields move between versions of the
// API, and we read both places.
type raw struct {
	stripe.APIResource
}

func (c *Client) get(ctx context.Context, path string, into any, expand ...string) error {
	if c == nil {
		return domain.ErrBilling
	}
	p := &stripe.SubscriptionParams{}
	p.Context = ctx
	for _, e := range expand {
		p.AddExpand(e)
	}
	var answer raw
	if err := c.backend.Call(http.MethodGet, path, c.key, p, &answer); err != nil {
		return failed(err)
	}
	if err := json.Unmarshal(answer.LastResponse.RawJSON, into); err != nil {
		return failed(err)
	}
	return nil
}

// subscription is what we read of one. Since 2025-03-31 the period stands with
// the item.
type subscription struct {
	ID                string    `json:"id"`
	Customer          reference `json:"customer"`
	Status            string    `json:"status"`
	StartDate         int64     `json:"start_date"`
	PeriodStart       int64     `json:"current_period_start"`
	PeriodEnd         int64     `json:"current_period_end"`
	CancelAtPeriodEnd bool      `json:"cancel_at_period_end"`
	EndedAt           int64     `json:"ended_at"`
	Pause             *struct{} `json:"pause_collection"`
	Metadata          map[string]string
	Items             struct {
		Data []struct {
			PeriodStart int64 `json:"current_period_start"`
			PeriodEnd   int64 `json:"current_period_end"`
			Price       struct {
				ID string `json:"id"`
			} `json:"price"`
		} `json:"data"`
	} `json:"items"`
	LatestInvoice *invoice `json:"latest_invoice"`
}

type invoice struct {
	Subscription reference `json:"subscription"`
	Parent       struct {
		Details struct {
			Subscription reference `json:"subscription"`
		} `json:"subscription_details"`
	} `json:"parent"`
	Charge *charge `json:"charge"`
}

func (i *invoice) of() string {
	if i.Subscription != "" {
		return string(i.Subscription)
	}
	return string(i.Parent.Details.Subscription)
}

type charge struct {
	ID       string    `json:"id"`
	Invoice  reference `json:"invoice"`
	Refunded bool      `json:"refunded"`
	Dispute  *dispute  `json:"dispute"`
}

// UnmarshalJSON takes a charge, or its id alone.
func (c *charge) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &c.ID)
	}
	type plain charge
	return json.Unmarshal(b, (*plain)(c))
}

type dispute struct {
	Status string `json:"status"`
}

// UnmarshalJSON takes a dispute, or its id alone, which is one that is open.
func (d *dispute) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return nil
	}
	type plain dispute
	return json.Unmarshal(b, (*plain)(d))
}

// reference is an object's id, or the object.
type reference string

// UnmarshalJSON takes both.
func (r *reference) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(r))
	}
	var object struct {
		ID string `json:"id"`
	}
	err := json.Unmarshal(b, &object)
	*r = reference(object.ID)
	return err
}

// Subscription is one as it stands now, and the order that it came of. Error:
// domain.ErrBilling.
func (c *Client) Subscription(ctx context.Context, id string) (p domain.Paid, order string, err error) {
	var s subscription
	if err := c.get(ctx, stripe.FormatURLPath("/v1/subscriptions/%s", id), &s, "latest_invoice.charge.dispute"); err != nil {
		return p, "", err
	}
	p = domain.Paid{ID: s.ID, Customer: string(s.Customer), Status: s.Status, Start: s.StartDate * 1000, PeriodStart: s.PeriodStart * 1000,
		PeriodEnd: s.PeriodEnd * 1000, CancelAtPeriodEnd: s.CancelAtPeriodEnd, EndedAt: s.EndedAt * 1000, Paused: s.Pause != nil}
	if len(s.Items.Data) > 0 {
		item := s.Items.Data[0]
		p.Price = item.Price.ID
		if p.PeriodEnd == 0 {
			p.PeriodStart, p.PeriodEnd = item.PeriodStart*1000, item.PeriodEnd*1000
		}
	}
	if i := s.LatestInvoice; i != nil && i.Charge != nil {
		p.Refunded = i.Charge.Refunded
		p.Disputed = i.Charge.Dispute != nil && i.Charge.Dispute.open()
	}
	return p, s.Metadata["ringfence_order"], nil
}

// open: everything but what was decided for us.
func (d *dispute) open() bool { return d.Status != "won" && d.Status != "warning_closed" }

// SubscriptionOfCharge finds what a charge paid for, or "". Error:
// domain.ErrBilling.
func (c *Client) SubscriptionOfCharge(ctx context.Context, id string) (string, error) {
	var paid charge
	if err := c.get(ctx, stripe.FormatURLPath("/v1/charges/%s", id), &paid); err != nil || paid.Invoice == "" {
		return "", err
	}
	var i invoice
	err := c.get(ctx, stripe.FormatURLPath("/v1/invoices/%s", string(paid.Invoice)), &i)
	return i.of(), err
}
