package domain

import "time"

// Outbox declares the messages to send (design D8).
var Outbox = &Table{
	Name:   "outbox",
	Entity: "message",
	Held:   Held{Not: "messages on their way, removed once they are sent"},
	Columns: []Column{
		{Field: Field{Name: "recipient", Label: "Address", Kind: Secret}, Class: Sealed},
		{Field: Field{Name: "to_name", Label: "Name", Kind: Secret}, Class: Sealed},
		{Field: Field{Name: "subject", Label: "Subject", Kind: Secret}, Class: Sealed},
		{Field: Field{Name: "text", Label: "Text", Kind: Secret}, Class: Sealed},
		{Field: Field{Name: "html", Label: "HTML", Kind: Secret}, Class: Sealed},
	},
}

// ErrMail is the refusal of what has to send a message when nothing is sent.
var ErrMail = &Error{Code: "mail-unavailable", Message: "Messages cannot be sent at the moment, so nothing was done."}

// How long a message is tried, and how far apart the tries are.
const (
	MailLife   = 48 * time.Hour
	firstRetry = time.Minute
	lastRetry  = 6 * time.Hour
)

// RetryMail says whether a message is tried again after so many tries, at an
// age, and how long to wait: a minute, doubled each time up to six hours, and
// no less than asked.
func RetryMail(tries int64, age, asked time.Duration) (wait time.Duration, again bool) {
	wait = firstRetry
	for ; tries > 1 && wait < lastRetry; tries-- {
		wait *= 2
	}
	wait = max(min(wait, lastRetry), min(asked, lastRetry))
	return wait, age+wait <= MailLife
}
