// Package mail sends messages through MailerSend and holds their texts.
//
// A message carries a link that is a secret, so nothing about it is tracked:
// no click, no opening, no content. What goes wrong is told as an Error that
// says whether to try again, and holds no address and no text.
//
// MailerSend does not recognise a message that it is given twice. Whoever
// sends decides beforehand that a message is being sent and afterwards that it
// was; when the answer is lost in between, trying again may deliver it twice.
// Its tag is the message's id, by which MailerSend's activity shows whether it
// was accepted.
package mail

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/mailersend/mailersend-go"
)

// Limit is how long MailerSend's answer may take.
const Limit = 15 * time.Second

// Message is one message to one person. Text and HTML say the same.
type Message struct {
	ID      string // of the outbox row: random, says nothing of the person
	To      string // address
	ToName  string
	Subject string
	Text    string
	HTML    string
}

// Doer sends requests: an *http.Client with net/http's own transport.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Sender sends messages. Safe for concurrent use.
type Sender struct {
	Key      string // API token; empty: nothing is sent and Send says so
	Base     string // of the API; empty: MailerSend's own
	From     string // address, in a domain verified at MailerSend
	FromName string
	HTTP     Doer
}

// Send hands a message to MailerSend. An error that is not the context's is
// an *Error.
func (s *Sender) Send(ctx context.Context, m Message) error {
	if s.Key == "" {
		return &Error{Temporary: true, Reason: "no API token"}
	}
	limited, cancel := context.WithTimeout(ctx, Limit)
	defer cancel()
	client := mailersend.NewMailersend(s.Key)
	client.SetClient(&http.Client{Transport: &transport{s.Base, s.HTTP}, CheckRedirect: stay})
	answer, err := client.Email.Send(limited, s.wire(m))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case answer == nil:
		return &Error{Temporary: true, Reason: "no answer"}
	case err != nil:
		return refused(answer.Response, err)
	}
	return accepted(answer.Response)
}

// stay follows no redirection: the message is for MailerSend alone.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// wire is the message as MailerSend's API takes it.
func (s *Sender) wire(m Message) *mailersend.Message {
	from := mailersend.From{Name: wireName(s.FromName), Email: s.From}
	message := &mailersend.Message{
		From:       from,
		ReplyTo:    from, // the library sends one in any case, and an empty one is malformed
		Recipients: []mailersend.Recipient{{Name: wireName(m.ToName), Email: m.To}},
		Subject:    m.Subject,
		Text:       m.Text,
		HTML:       m.HTML,
		Settings:   mailersend.Settings{TrackClicks: false, TrackOpens: false, TrackContent: false},
	}
	if m.ID != "" {
		message.Tags = []string{m.ID}
	}
	return message
}

// wireName is a name without what MailerSend refuses in one.
func wireName(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(";, \r\n\t", r) }), " ")
}
