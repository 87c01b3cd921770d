// Package mailtest is MailerSend as far as sending goes: a local double that
// takes only what its published description allows.
package mailtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"

	"ringfence/store/mail"
)

// Token is the API token that the double takes.
const Token = "mlsn.0123456789abcdef"

// Contact is a sender or a recipient.
type Contact struct{ Email, Name string }

// Sent is the body of POST /v1/email by MailerSend's published description.
type Sent struct {
	From            *Contact
	To              []Contact
	ReplyTo         *Contact `json:"reply_to"`
	Subject         string
	Text            string
	HTML            string
	Tags            []string
	Settings        map[string]bool
	Variables       []any
	Personalization []any
	Headers         []any
	ListUnsubscribe string `json:"list_unsubscribe"`
}

// problem is what MailerSend would refuse the body for, or "".
func (s *Sent) problem() string {
	switch {
	case s.From == nil || !s.From.valid():
		return "The from.email must be a valid email address. #MS42206"
	case len(s.To) < 1 || len(s.To) > 50 || !s.To[0].valid():
		return "The to.0.email must be a valid email address. #MS42208"
	case s.ReplyTo != nil && !s.ReplyTo.valid():
		return "The reply_to.email must be a valid email address."
	case s.Subject == "" || len(s.Subject) > 998 || strings.ContainsAny(s.Subject, "\r\n"):
		return "The subject field is required."
	case s.Text == "" && s.HTML == "":
		return "The text field is required when none of html / template id are present."
	case len(s.Tags) > 5:
		return "The tags must not have more than 5 items."
	}
	return ""
}

func (c Contact) valid() bool {
	address, err := netmail.ParseAddress(c.Email)
	return err == nil && address.Address == c.Email && !strings.ContainsAny(c.Name, ";,")
}

// Double is a running double.
type Double struct {
	*httptest.Server
	Answer http.HandlerFunc // instead of its own; nil: its own; not to be set while it is asked

	mu       sync.Mutex
	accepted []Sent
	requests int
}

// New starts a double for the test.
func New(t testing.TB) *Double {
	d := &Double{}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

// ServeHTTP implements http.Handler.
func (d *Double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.requests++
	if d.Answer != nil {
		d.Answer(w, r)
		return
	}
	switch {
	case r.Method != "POST" || r.URL.Path != "/v1/email":
		Refuse(w, 404, "Not found.")
	case r.Header.Get("Authorization") != "Bearer "+Token:
		Refuse(w, 401, "Unauthenticated.")
	case r.Header.Get("Content-Type") != "application/json":
		Refuse(w, 415, "Unsupported media type.")
	default:
		d.take(w, r)
	}
}

// Asked is how many requests it had.
func (d *Double) Asked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.requests
}

// Accepted are the messages that it took, in order.
func (d *Double) Accepted() []Sent {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.accepted)
}

func (d *Double) take(w http.ResponseWriter, r *http.Request) {
	var body Sent
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		Refuse(w, 400, err.Error())
		return
	}
	if problem := body.problem(); problem != "" {
		Refuse(w, 422, problem)
		return
	}
	d.accepted = append(d.accepted, body)
	w.Header().Set("X-Message-Id", "5e42957d51f1d94a1070a733")
	w.WriteHeader(202)
}

// Refuse answers as MailerSend refuses.
func Refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"message": message, "errors": map[string][]string{"to.0.email": {message}}})
}

// Sender sends to the double.
func (d *Double) Sender() *mail.Sender {
	return &mail.Sender{
		Key: Token, Base: d.URL + "/v1", HTTP: d.Client(),
		From: "no-reply@ringfence.example", FromName: "Ringfence",
	}
}
