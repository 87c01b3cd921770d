package pay

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76/webhook"

	"ringfence/domain"
)

// Event is what Stripe told us of: what it says of the object itself is not
// believed, since it may be old. The object is asked for.
type Event struct {
	ID, Type     string
	Order        string // of a checkout: ours
	Subscription string // "" if it names none
	Charge       string // that leads to one
	Paid         bool   // of a checkout
}

// Verify reads a message of Stripe's, signed with one of the secrets no more
// than Tolerance ago. Error: domain.ErrSignature.
func Verify(body []byte, header string, secrets []string, now time.Time) (Event, error) {
	if !fresh(header, now) {
		return Event{}, domain.ErrSignature
	}
	for _, secret := range secrets {
		if secret != "" && webhook.ValidatePayloadIgnoringTolerance(body, header, secret) == nil {
			return read(body)
		}
	}
	return Event{}, domain.ErrSignature
}

// fresh reads the time in "t=1766000000,v1=…".
func fresh(header string, now time.Time) bool {
	for _, part := range strings.Split(header, ",") {
		if text, ok := strings.CutPrefix(part, "t="); ok {
			seconds, err := strconv.ParseInt(text, 10, 64)
			age := now.Sub(time.Unix(seconds, 0))
			return err == nil && age <= Tolerance && age >= -Tolerance
		}
	}
	return false
}

func read(body []byte) (Event, error) {
	var message struct {
		ID, Type string
		Data     struct{ Object json.RawMessage }
	}
	if json.Unmarshal(body, &message) != nil || message.ID == "" {
		return Event{}, domain.ErrSignature // nobody else signs such a thing
	}
	e := Event{ID: message.ID, Type: message.Type}
	var object struct {
		invoice
		ID            string    `json:"id"`
		Object        string    `json:"object"`
		Order         string    `json:"client_reference_id"`
		PaymentStatus string    `json:"payment_status"`
		ChargeID      reference `json:"charge"`
	}
	if json.Unmarshal(message.Data.Object, &object) != nil {
		return e, nil
	}
	switch object.Object {
	case "checkout.session":
		e.Order, e.Subscription, e.Paid = object.Order, string(object.Subscription), object.PaymentStatus == "paid" || object.PaymentStatus == "no_payment_required"
	case "subscription":
		e.Subscription = object.ID
	case "invoice":
		e.Subscription = object.of()
	case "charge":
		e.Charge = object.ID
	case "dispute":
		e.Charge = string(object.ChargeID)
	}
	return e, nil
}
