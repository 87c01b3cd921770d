// Package pay is Stripe as the operator uses it: checkout, the customer's
// portal, and what a subscription is worth now. Every call is made by Stripe's
// own library, which pins the version of the API that answers.
package pay

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/stripe/stripe-go/v76"
	portal "github.com/stripe/stripe-go/v76/billingportal/session"
	"github.com/stripe/stripe-go/v76/checkout/session"

	"ringfence/domain"
)

// Client calls Stripe. A nil Client has no key: what needs it is refused with
// domain.ErrBilling.
type Client struct {
	backend stripe.Backend
	key     string
}

// New returns a Client; nil without a key. base is Stripe's own address unless
// it is given.
func New(key, base string, client *http.Client) *Client {
	if key == "" {
		return nil
	}
	config := &stripe.BackendConfig{HTTPClient: client, EnableTelemetry: stripe.Bool(false), MaxNetworkRetries: stripe.Int64(1),
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull}}
	if base != "" {
		config.URL = stripe.String(base)
	}
	return &Client{stripe.GetBackendWithConfig(stripe.APIBackend, config), key}
}

// Order is what somebody goes to Stripe to pay for.
type Order struct {
	ID       string // ours; Stripe repeats it in what it tells us
	Price    string // Stripe's id
	Email    string // of a customer who is new
	Customer string // Stripe's id of one who is not
	Success  string // where the browser goes on to
	Cancel   string
	Expires  int64 // Unix milliseconds, between 30 minutes and a day from now
}

// Checkout is where it is paid.
type Checkout struct {
	ID, URL   string
	ExpiresAt int64
}

// Checkout opens Stripe's page for an order; asked again for the same one it
// answers with the same page. Error: domain.ErrBilling.
func (c *Client) Checkout(ctx context.Context, o Order) (Checkout, error) {
	if c == nil {
		return Checkout{}, domain.ErrBilling
	}
	p := &stripe.CheckoutSessionParams{
		Mode: stripe.String("subscription"), ClientReferenceID: stripe.String(o.ID), SuccessURL: stripe.String(o.Success), CancelURL: stripe.String(o.Cancel),
		LineItems:        []*stripe.CheckoutSessionLineItemParams{{Price: stripe.String(o.Price), Quantity: stripe.Int64(1)}},
		SubscriptionData: &stripe.CheckoutSessionSubscriptionDataParams{Metadata: map[string]string{"ringfence_order": o.ID}},
		ExpiresAt:        stripe.Int64(o.Expires / 1000),
	}
	if o.Customer != "" {
		p.Customer = stripe.String(o.Customer)
	} else {
		p.CustomerEmail = stripe.String(o.Email)
	}
	p.Context = ctx
	p.SetIdempotencyKey("ringfence-order-" + o.ID)
	s, err := session.Client{B: c.backend, Key: c.key}.New(p)
	if err != nil {
		return Checkout{}, failed(err)
	}
	return Checkout{s.ID, s.URL, s.ExpiresAt * 1000}, nil
}

// Portal is the address at which a customer looks after their payments, for a
// short time. Error: domain.ErrBilling.
func (c *Client) Portal(ctx context.Context, customer, back string) (string, error) {
	if c == nil {
		return "", domain.ErrBilling
	}
	p := &stripe.BillingPortalSessionParams{Customer: stripe.String(customer), ReturnURL: stripe.String(back)}
	p.Context = ctx
	s, err := portal.Client{B: c.backend, Key: c.key}.New(p)
	if err != nil {
		return "", failed(err)
	}
	return s.URL, nil
}

// failed is what Stripe refused or could not be asked. Its own text may name a
// customer: the log gets its code alone.
func failed(err error) error {
	var e *stripe.Error
	if errors.As(err, &e) {
		return errors.Join(domain.ErrBilling, errors.New("stripe: "+strconv.Itoa(e.HTTPStatusCode)+" "+string(e.Type)+" "+string(e.Code)+" "+e.RequestID))
	}
	return errors.Join(domain.ErrBilling, errors.New("stripe cannot be reached"))
}

// Tolerance is how old a message of Stripe's may be.
const Tolerance = 5 * time.Minute
