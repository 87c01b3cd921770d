package mail

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// Error says why a message was not accepted.
type Error struct {
	Temporary  bool          // worth trying again
	RetryAfter time.Duration // not before; 0: not said
	Status     int           // HTTP; 0: no answer
	Reason     string        // MailerSend's code such as MS42207, or ours
}

func (e *Error) Error() string {
	text := "mail: not sent"
	if e.Status != 0 {
		text += ": status " + strconv.Itoa(e.Status)
	}
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}

// permanent are the answers to a message that will never be accepted. The
// others tell of the token, the account, the limits or the service: the
// message can be sent when the operator or time has mended that.
var permanent = map[int]bool{
	http.StatusBadRequest:            true,
	http.StatusRequestEntityTooLarge: true,
	http.StatusUnprocessableEntity:   true,
}

// code is how MailerSend ends a message of refusal. The rest can quote the
// recipient's address.
var code = regexp.MustCompile(`#(MS\d+)`)

func refused(answer *http.Response, err error) *Error {
	e := &Error{Status: answer.StatusCode, Temporary: !permanent[answer.StatusCode], RetryAfter: retryAfter(answer.Header)}
	if found := code.FindStringSubmatch(err.Error()); found != nil {
		e.Reason = found[1]
	}
	return e
}

// accepted looks twice at a success: MailerSend also says 202, with a warning,
// when it withholds the message because the address bounced or complained
// before. A paused domain (X-Send-Paused) has taken the message: sending it
// again would deliver it twice.
func accepted(answer *http.Response) error {
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return &Error{Status: answer.StatusCode, Temporary: true, Reason: "half an answer"}
	case bytes.Contains(body, []byte("_SUPPRESSED")):
		return &Error{Status: answer.StatusCode, Reason: "the recipient is suppressed"}
	case answer.Header.Get("X-Message-Id") == "":
		return &Error{Status: answer.StatusCode, Reason: "no message id"}
	}
	return nil
}

// retryAfter reads the header in both of its forms (RFC 9110 §10.2.3).
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
