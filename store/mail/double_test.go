package mail_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"ringfence/store/mail"
)

const token = "mlsn.0123456789abcdef"

type contact struct{ Email, Name string }

// sent is the body of POST /v1/email by MailerSend's published description.
type sent struct {
	From            *contact
	To              []contact
	ReplyTo         *contact `json:"reply_to"`
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
func (s *sent) problem() string {
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

func (c contact) valid() bool {
	address, err := netmail.ParseAddress(c.Email)
	return err == nil && address.Address == c.Email && !strings.ContainsAny(c.Name, ";,")
}

// double is MailerSend as far as sending goes.
type double struct {
	*httptest.Server
	answer http.HandlerFunc // instead of its own; nil: its own

	mu       sync.Mutex
	accepted []sent
	requests int
}

func newDouble(t *testing.T) *double {
	d := &double{}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

func (d *double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.requests++
	if d.answer != nil {
		d.answer(w, r)
		return
	}
	switch {
	case r.Method != "POST" || r.URL.Path != "/v1/email":
		refuse(w, 404, "Not found.")
	case r.Header.Get("Authorization") != "Bearer "+token:
		refuse(w, 401, "Unauthenticated.")
	case r.Header.Get("Content-Type") != "application/json":
		refuse(w, 415, "Unsupported media type.")
	default:
		d.take(w, r)
	}
}

func (d *double) asked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.requests
}

func (d *double) take(w http.ResponseWriter, r *http.Request) {
	var body sent
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		refuse(w, 400, err.Error())
		return
	}
	if problem := body.problem(); problem != "" {
		refuse(w, 422, problem)
		return
	}
	d.accepted = append(d.accepted, body)
	w.Header().Set("X-Message-Id", "5e42957d51f1d94a1070a733")
	w.WriteHeader(202)
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"message": message, "errors": map[string][]string{"to.0.email": {message}}})
}

func (d *double) sender() *mail.Sender {
	return &mail.Sender{
		Key: token, Base: d.URL + "/v1", HTTP: d.Client(),
		From: "no-reply@ringfence.example", FromName: "Ringfence",
	}
}
