package libsql

import (
	"errors"
	"net"
	"reflect"
	"strings"

	"ringfence/store/db"
)

// outcome is what is known of a batch that failed.
type outcome uint8

const (
	unknown    outcome = iota // sent, and no answer that can be trusted
	notRun                    // refused by the server, or never sent
	rolledBack                // answered: an error of SQL, and nothing is written
	committed                 // written, but what it returned may not be passed on
)

type failure struct {
	outcome outcome
	err     *db.Error
}

// asError avoids the nil *failure that is not a nil error.
func (f *failure) asError() error {
	if f == nil {
		return nil
	}
	return f.err
}

func nonsense(detail string) *failure {
	return &failure{unknown, &db.Error{Kind: db.Unavailable, Detail: "nonsense from the server: " + detail}}
}

// refused is for a value that arrived after the COMMIT.
func refused(what string) *failure {
	return &failure{committed, &db.Error{Kind: db.Internal, Detail: what + " was returned"}}
}

func closed(err error) *failure {
	var e *db.Error
	if !errors.As(err, &e) {
		return nil
	}
	return &failure{notRun, e}
}

// What libsql-client-go puts before an error that is not of one step, and its
// own complaints about an answer it cannot read.
const preamble = "failed to execute SQL:\n"

var complaints = []string{"failed to execute SQL", "invalid response type", "invalid type for replication index"}

// classify reads libsql-client-go's error. Only the server's word about a step
// of the batch is taken as an answer: it comes as a plain text. Errors of the
// network and of decoding have types or the preamble.
func classify(err error) *failure {
	text := err.Error()
	plain := reflect.TypeOf(err) == reflect.TypeOf(errors.New(""))
	for _, c := range complaints {
		plain = plain && !strings.HasPrefix(text, c)
	}
	if plain {
		return &failure{rolledBack, db.Classify(text, err)}
	}
	f := &failure{unknown, &db.Error{Kind: db.Unavailable, Detail: text, Err: err}}
	if dial := new(net.OpError); errors.As(err, &dial) && dial.Op == "dial" || refusal(strings.TrimPrefix(text, preamble)) {
		f.outcome = notRun
	}
	return f
}

// refusal recognises that a request was refused before it ran: an HTTP status
// of 4xx (but not 408, which says nothing of the kind), or a stream that the
// client itself knows to have ended.
func refusal(text string) bool {
	code, ok := strings.CutPrefix(text, "error code ")
	if !ok {
		return strings.HasPrefix(text, "stream is closed")
	}
	return strings.HasPrefix(code, "4") && !strings.HasPrefix(code, "408") || strings.HasPrefix(code, "STREAM_EXPIRED")
}
