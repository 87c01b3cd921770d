package mail_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"ringfence/store/mail"
	"ringfence/store/mail/mailtest"
)

var message = mail.Message{
	ID: "01JD9Z", To: "nia.rees@northgate.example", ToName: "Rees, Nia; Dr",
	Subject: "Northgate Clinic: Choose a new password", Text: "plain & <simple>", HTML: "<p>plain &amp; &lt;simple&gt;</p>",
}

func TestSend(t *testing.T) {
	d := mailtest.New(t)
	if err := d.Sender().Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	from := mailtest.Contact{Email: "no-reply@ringfence.example", Name: "Ringfence"}
	want := []mailtest.Sent{{
		From: &from, ReplyTo: &from, To: []mailtest.Contact{{Email: message.To, Name: "Rees Nia Dr"}},
		Subject: message.Subject, Text: message.Text, HTML: message.HTML, Tags: []string{"01JD9Z"},
		Settings: map[string]bool{"track_clicks": false, "track_opens": false, "track_content": false},
	}}
	if !reflect.DeepEqual(d.Accepted(), want) {
		got, _ := json.MarshalIndent(d.Accepted(), "", " ")
		t.Errorf("MailerSend has %s", got)
	}
}

func TestSend_withoutToken(t *testing.T) {
	d := mailtest.New(t)
	sender := d.Sender()
	sender.Key = ""
	failed(t, sender.Send(t.Context(), message), mail.Error{Temporary: true, Reason: "no API token"})
	if d.Asked() > 0 {
		t.Error("it asked all the same")
	}
}

func TestSend_toMailerSendWithoutBase(t *testing.T) {
	var asked string
	sender := mail.Sender{Key: mailtest.Token, HTTP: doer(func(r *http.Request) (*http.Response, error) {
		asked = r.Method + " " + r.URL.String()
		return nil, errors.New("offline")
	})}
	failed(t, sender.Send(t.Context(), message), mail.Error{Temporary: true, Reason: "no answer"})
	if asked != "POST https://api.mailersend.com/v1/email" {
		t.Error(asked)
	}
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

func TestSend_refused(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   mail.Error
	}{
		"422":                    {says(422, "The to.0.email nia.rees@northgate.example is not valid. #MS42208"), mail.Error{Status: 422, Reason: "MS42208"}},
		"400":                    {says(400, "Malformed."), mail.Error{Status: 400}},
		"413":                    {says(413, "Too large."), mail.Error{Status: 413}},
		"401":                    {says(401, "Unauthenticated."), mail.Error{Status: 401, Temporary: true}},
		"403":                    {says(403, "This action is unauthorized. #MS40301"), mail.Error{Status: 403, Temporary: true, Reason: "MS40301"}},
		"429":                    {says(429, "Too Many Attempts.", "Retry-After", "59"), mail.Error{Status: 429, Temporary: true, RetryAfter: 59 * time.Second}},
		"429 without a time":     {says(429, "Too Many Attempts."), mail.Error{Status: 429, Temporary: true}},
		"429 until the past":     {says(429, "", "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"), mail.Error{Status: 429, Temporary: true}},
		"429 with a broken time": {says(429, "", "Retry-After", "-5"), mail.Error{Status: 429, Temporary: true}},
		"500":                    {says(500, "Server Error"), mail.Error{Status: 500, Temporary: true}},
		"503":                    {says(503, "", "Retry-After", "120"), mail.Error{Status: 503, Temporary: true, RetryAfter: 2 * time.Minute}},
		"502 with a page":        {page(502), mail.Error{Status: 502, Temporary: true}},
		"redirected":             {says(307, "", "Location", "/v1/elsewhere"), mail.Error{Status: 307, Temporary: true}},
		"suppressed": {says(202, `{"warnings":[{"type":"ALL_SUPPRESSED"}]}`, "X-Message-Id", "1"),
			mail.Error{Status: 202, Reason: "the recipient is suppressed"}},
		"accepted without an id": {says(202, ""), mail.Error{Status: 202, Reason: "no message id"}},
		"cut off":                {cut(202), mail.Error{Status: 202, Temporary: true, Reason: "half an answer"}},
		"hung up":                {hangUp, mail.Error{Temporary: true, Reason: "no answer"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := mailtest.New(t)
			d.Answer = c.answer
			failed(t, d.Sender().Send(t.Context(), message), c.want)
			if n := d.Asked(); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestSend_waitsUntilTheDate(t *testing.T) {
	d := mailtest.New(t)
	at := time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
	d.Answer = says(429, "", "Retry-After", at)
	var e *mail.Error
	if err := d.Sender().Send(t.Context(), message); !errors.As(err, &e) || e.RetryAfter < 58*time.Minute || e.RetryAfter > time.Hour {
		t.Errorf("%+v", err)
	}
}

func TestSend_refusedForItsContent(t *testing.T) {
	d := mailtest.New(t)
	broken := message
	broken.To = "nobody"
	failed(t, d.Sender().Send(t.Context(), broken), mail.Error{Status: 422, Reason: "MS42208"})
	sender := d.Sender()
	sender.Key = "another"
	failed(t, sender.Send(t.Context(), message), mail.Error{Status: 401, Temporary: true})
	if len(d.Accepted()) > 0 {
		t.Error("it was accepted")
	}
}

func TestSend_endsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d := mailtest.New(t)
	d.Answer = func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // until then the server does not notice who leaves
		cancel()
		<-r.Context().Done()
	}
	if err := d.Sender().Send(ctx, message); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestSend_toNobodyListening(t *testing.T) {
	for _, base := range []string{"http://127.0.0.1:1", "http://%zz"} {
		sender := mail.Sender{Key: mailtest.Token, Base: base, HTTP: http.DefaultClient}
		failed(t, sender.Send(t.Context(), message), mail.Error{Temporary: true, Reason: "no answer"})
	}
}

// failed checks an error, and that it says nothing of the message.
func failed(t *testing.T, err error, want mail.Error) {
	t.Helper()
	var e *mail.Error
	if !errors.As(err, &e) || *e != want {
		t.Fatalf("%+v, not %+v", err, want)
	}
	for _, secret := range []string{message.To, "Rees", mailtest.Token, "simple"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q tells %q", err, secret)
		}
	}
}

func says(status int, text string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		mailtest.Refuse(w, status, text)
	}
}

func page(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<html>"+strings.Repeat("x", 1<<20), status)
	}
}

func cut(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(status)
	}
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}
