// Package paytest is Stripe as far as we use it: a local double that keeps
// subscriptions, takes only the parameters that Stripe documents, and signs its
// events as Stripe does, with stripe-go's own code.
package paytest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76/webhook"
)

// The double's key, and the secret of its events.
const (
	Key    = "sk_test_4f9a1c7e2b"
	Secret = "whsec_9d3b5a7c1e"
)

// Subscription is one at Stripe. Times are in seconds.
type Subscription struct {
	ID, Customer, Status, Price, Order     string
	Start, PeriodStart, PeriodEnd, EndedAt int64
	CancelAtPeriodEnd, Paused, Refunded    bool
	Dispute                                string // its status; "" for none
}

// Stripe is the double. Safe for concurrent use.
type Stripe struct {
	URL string

	mu       sync.Mutex
	subs     map[string]*Subscription
	sessions map[string]map[string]string // by idempotency key: the session
	fails    int
	events   atomic.Int64
}

// New starts a double, which ends with the test.
func New(t testing.TB) *Stripe {
	s := &Stripe{subs: map[string]*Subscription{}, sessions: map[string]map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/checkout/sessions", s.checkout)
	mux.HandleFunc("POST /v1/billing_portal/sessions", s.portal)
	mux.HandleFunc("GET /v1/subscriptions/{id}", s.subscription)
	mux.HandleFunc("GET /v1/charges/{id}", s.charge)
	mux.HandleFunc("GET /v1/invoices/{id}", s.invoice)
	server := httptest.NewServer(s.guarded(mux))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *Stripe) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		fails := s.fails > 0
		if fails {
			s.fails--
		}
		s.mu.Unlock()
		switch {
		case fails:
			refuse(w, 500, "api_error")
		case r.Header.Get("Authorization") != "Bearer "+Key:
			refuse(w, 401, "invalid_request_error")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func refuse(w http.ResponseWriter, status int, kind string) {
	w.Header().Set("Stripe-Should-Retry", "false")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":{"type":%q,"message":"refused"}}`, kind)
}

// Fail has the next calls fail.
func (s *Stripe) Fail(calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = calls
}

// Set puts a subscription into a state.
func (s *Stripe) Set(sub Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subs[sub.ID] = &sub
}

var known = map[string]bool{"mode": true, "client_reference_id": true, "success_url": true, "cancel_url": true, "line_items[0][price]": true,
	"line_items[0][quantity]": true, "subscription_data[metadata][ringfence_order]": true, "expires_at": true, "customer": true, "customer_email": true}

func (s *Stripe) checkout(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil || r.Form.Get("mode") != "subscription" || !strings.HasPrefix(r.Form.Get("line_items[0][price]"), "price_") {
		refuse(w, 400, "invalid_request_error")
		return
	}
	for name := range r.Form {
		if !known[name] {
			refuse(w, 400, "invalid_request_error")
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := r.Header.Get("Idempotency-Key")
	if s.sessions[key] == nil {
		s.sessions[key] = map[string]string{"id": fmt.Sprintf("cs_test_%d", len(s.sessions)+1), "order": r.Form.Get("client_reference_id")}
	}
	id := s.sessions[key]["id"]
	answer(w, map[string]any{"id": id, "object": "checkout.session", "url": "https://checkout.stripe.example/c/" + id, "expires_at": json.Number(r.Form.Get("expires_at"))})
}

// Orders are those of the checkouts that were opened.
func (s *Stripe) Orders() (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, session := range s.sessions {
		list = append(list, session["order"])
	}
	return list
}

func (s *Stripe) portal(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil || !strings.HasPrefix(r.Form.Get("customer"), "cus_") || r.Form.Get("return_url") == "" {
		refuse(w, 400, "invalid_request_error")
		return
	}
	answer(w, map[string]any{"id": "bps_1", "object": "billing_portal.session", "url": "https://billing.stripe.example/p/" + r.Form.Get("customer")})
}

func answer(w http.ResponseWriter, object any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(object) // a client that has left is nobody to tell
}

func (s *Stripe) subscription(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub := s.subs[r.PathValue("id")]; sub != nil {
		answer(w, sub.object())
		return
	}
	refuse(w, 404, "invalid_request_error")
}

func (s *Stripe) charge(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.PathValue("id"), "ch_")
	answer(w, map[string]any{"id": "ch_" + id, "object": "charge", "invoice": "in_" + id})
}

func (s *Stripe) invoice(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.PathValue("id"), "in_")
	answer(w, map[string]any{"id": "in_" + id, "object": "invoice", "subscription": "sub_" + id})
}

func (s *Subscription) name() string { return strings.TrimPrefix(s.ID, "sub_") }

func (s *Subscription) object() map[string]any {
	charge := map[string]any{"id": "ch_" + s.name(), "object": "charge", "refunded": s.Refunded, "dispute": nil}
	if s.Dispute != "" {
		charge["dispute"] = map[string]any{"id": "dp_" + s.name(), "status": s.Dispute}
	}
	object := map[string]any{"id": s.ID, "object": "subscription", "customer": s.Customer, "status": s.Status, "start_date": s.Start,
		"current_period_start": s.PeriodStart, "current_period_end": s.PeriodEnd, "cancel_at_period_end": s.CancelAtPeriodEnd, "ended_at": nil,
		"pause_collection": nil, "metadata": map[string]string{"ringfence_order": s.Order},
		"items":          map[string]any{"data": []any{map[string]any{"price": map[string]any{"id": s.Price}}}},
		"latest_invoice": map[string]any{"id": "in_" + s.name(), "subscription": s.ID, "charge": charge}}
	if s.EndedAt != 0 {
		object["ended_at"] = s.EndedAt
	}
	if s.Paused {
		object["pause_collection"] = map[string]any{"behavior": "void"}
	}
	return object
}

// Event is a message as Stripe posts it.
type Event struct {
	ID        string
	Body      []byte
	Signature string
}

// Event makes one about a subscription, in the shape of the API before
// 2025-03-31 or of that since.
func (s *Stripe) Event(kind string, sub Subscription, since bool) Event {
	e := Event{ID: fmt.Sprintf("evt_%d", s.events.Add(1))}
	var object map[string]any
	switch family, _, _ := strings.Cut(kind, "."); family {
	case "checkout":
		object = map[string]any{"id": "cs_" + sub.name(), "object": "checkout.session", "client_reference_id": sub.Order, "subscription": sub.ID, "payment_status": "paid"}
	case "customer":
		object = sub.object()
	case "invoice":
		object = map[string]any{"id": "in_" + sub.name(), "object": "invoice", "subscription": sub.ID}
		if since {
			delete(object, "subscription")
			object["parent"] = map[string]any{"subscription_details": map[string]any{"subscription": sub.ID}}
		}
	default:
		object = map[string]any{"id": "ch_" + sub.name(), "object": "charge", "invoice": "in_" + sub.name()}
		if strings.HasPrefix(kind, "charge.dispute") {
			object = map[string]any{"id": "dp_" + sub.name(), "object": "dispute", "charge": "ch_" + sub.name()}
		}
	}
	e.Body, _ = json.Marshal(map[string]any{"id": e.ID, "object": "event", "type": kind, "created": time.Now().Unix(), "data": map[string]any{"object": object}})
	return e.Sign(time.Now(), Secret)
}

// Sign signs the event's body at a time with a secret.
func (e Event) Sign(at time.Time, secret string) Event {
	e.Signature = webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: e.Body, Secret: secret, Timestamp: at}).Header
	return e
}
