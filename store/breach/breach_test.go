package breach_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ringfence/store/breach"
)

// SHA-1 of "password" is 5BAA6 and this.
const suffix = "1E4C9B93F3F0682250B6CF8331B7EE68FD8"

// padded is an answer as the range API gives it: rows of other passwords,
// then these, then padding.
func padded(rows ...string) string {
	all := []string{"003D68EB55068C33ACE09247EE4C639306B:5", "012C192B2F16F82EA0EB9EF18D9D539B0DD:1"}
	all = append(all, rows...)
	for i := range 800 {
		all = append(all, fmt.Sprintf("%035X:0", 1<<40+i))
	}
	return strings.Join(all, "\r\n")
}

// answering is a checker of a range API, and what it logged.
type answering struct {
	checker breach.Checker
	logged  []string
}

// serve serves a range API. The checker waits a minute for it, so that a busy
// machine does not decide a test.
func serve(t *testing.T, answer http.HandlerFunc) *answering {
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	a := &answering{}
	a.checker = breach.Checker{Base: server.URL, HTTP: server.Client(), Limit: time.Minute, Log: func(reason error) {
		a.logged = append(a.logged, reason.Error())
	}}
	return a
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

func TestCheck_asksTheRangeAPI(t *testing.T) {
	for name, c := range map[string]struct {
		answer   string
		breached bool
	}{
		"known":                     {padded(suffix + ":9545824"), true},
		"known once":                {padded(suffix + ":1"), true},
		"the only row":              {suffix + ":3", true},
		"not known":                 {padded(), false},
		"padding is not counted":    {padded(suffix + ":0"), false},
		"another with the same end": {padded("0" + suffix[1:] + ":3"), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := serve(t, says(c.answer))
			breached, by, err := a.checker.Check(t.Context(), "password")
			if breached != c.breached || by != breach.Pwned || err != nil {
				t.Errorf("%v by %q, %v", breached, by, err)
			}
			if len(a.logged) > 0 {
				t.Errorf("logged %q", a.logged)
			}
		})
	}
}

func TestCheck_sendsTwentyBits(t *testing.T) {
	asked := make(chan *http.Request, 2)
	a := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		says(padded())(w, r)
	})
	if _, _, err := a.checker.Check(t.Context(), "password"); err != nil || len(asked) != 1 {
		t.Fatalf("%d requests, %v", len(asked), err)
	}
	r := <-asked
	if r.Method != "GET" || r.RequestURI != "/range/5BAA6" || r.ContentLength > 0 {
		t.Errorf("%s %s with %d bytes", r.Method, r.RequestURI, r.ContentLength)
	}
	if r.Header.Get("Add-Padding") != "true" || r.UserAgent() != "Ringfence" {
		t.Errorf("header %v", r.Header)
	}
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func stall(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, padded(suffix+":3"))
	w.(http.Flusher).Flush()
	hang(w, r)
}

func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100000")
	io.WriteString(w, padded()+"\r\n")
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, padded(suffix+":3"), code) }
}

// Whatever goes wrong, the shipped list decides and the log says so, without
// the piece of the digest that was asked about.
func TestCheck_fallsBackToTheList(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"no answer": hang, "half an answer": stall, "a cut answer": cut,
		"429": status(429), "500": status(500), "503": status(503), "404": status(404),
		"nothing": says(""), "a page": says("<!DOCTYPE html><title>Sign in to the Wi-Fi</title>"),
		"a count that is none": says(padded(suffix + ":many")), "a negative count": says(padded(suffix + ":-1")),
		"a short row": says(padded(suffix[1:] + ":3")), "no count": says(padded(suffix)),
		"lower case": says(padded(strings.ToLower(suffix) + ":3")),
		"too much":   says(strings.Repeat("A", 2<<20)),
	} {
		t.Run(name, func(t *testing.T) {
			a := serve(t, answer)
			a.checker.Limit = 200 * time.Millisecond
			a.decidedByTheList(t)
		})
	}
	t.Run("no server", func(t *testing.T) {
		a := serve(t, hang)
		a.checker.Base = "http://127.0.0.1:1"
		a.decidedByTheList(t)
	})
	t.Run("no address", func(t *testing.T) {
		a := serve(t, hang)
		a.checker.Base = "http://%zz"
		a.decidedByTheList(t)
	})
}

func (a *answering) decidedByTheList(t *testing.T) {
	t.Helper()
	for password, want := range map[string]bool{"password": true, "ringfence-demo-passphrase": false} {
		breached, by, err := a.checker.Check(t.Context(), password)
		if breached != want || by != breach.List || err != nil {
			t.Errorf("%s: %v by %q, %v", password, breached, by, err)
		}
	}
	if len(a.logged) != 2 || strings.Contains(strings.Join(a.logged, " "), "5BAA6") {
		t.Errorf("logged %q", a.logged)
	}
}

func TestCheck_endsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	a := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		hang(w, r)
	})
	if _, by, err := a.checker.Check(ctx, "password"); !errors.Is(err, context.Canceled) || by != "" {
		t.Errorf("decided by %q, %v", by, err)
	}
	if len(a.logged) > 0 {
		t.Errorf("logged %q", a.logged)
	}
}
