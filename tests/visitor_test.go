package tests

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// visitor is somebody at one hostname, signed in or not.
type visitor struct {
	at    *server
	host  string // without the port
	token string // "": not signed in
	from  string // address; "": this machine's usual one
	id    string // of the account
}

// client follows no redirect and keeps no cookie. Longer than its timeout is a
// hang.
var client = &http.Client{
	Timeout:       time.Minute,
	Transport:     &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// public is nobody in particular, at a hostname of the suite's server.
func public(host string) *visitor { return &visitor{at: live, host: host} }

// answer is a response, read to its end.
type answer struct {
	*http.Response
	text string
}

// send makes a request and holds its answer against the contract. Headers are
// "Name: value"; a body is JSON unless a header says otherwise.
func (v *visitor) send(t testing.TB, method, path, body string, headers ...string) *answer {
	t.Helper()
	a, err := v.try(context.Background(), method, path, body, headers...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	if err := api.check(method, path, a); err != nil {
		t.Errorf("%s %s at %s breaks the contract: %v\n%d %s", method, path, v.host, err, a.StatusCode, a.text)
	}
	return a
}

func (v *visitor) get(t testing.TB, path string, headers ...string) *answer {
	t.Helper()
	return v.send(t, "GET", path, "", headers...)
}

// try is send without a verdict.
func (v *visitor) try(ctx context.Context, method, path, body string, headers ...string) (*answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://127.0.0.1:"+v.at.port+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	v.dress(request, body, headers)
	response, err := v.client().Do(request)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(response.Body)
	return &answer{response, string(text)}, errors.Join(err, response.Body.Close())
}

// client is one at the visitor's own address. At the edge it is the platform
// that says which, in a header that it lets no client set; natively it is the
// socket, and 127.0.0.0/8 is all this machine's.
func (v *visitor) client() *http.Client {
	if v.from == "" || host != "native" {
		return client
	}
	away := *client
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(v.from)}}
	away.Transport = &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}
	return &away
}

func (v *visitor) dress(r *http.Request, body string, headers []string) {
	r.Host = v.host + ":" + v.at.port
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	if v.from != "" && host != "native" {
		r.Header.Set("CF-Connecting-IP", v.from)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		switch name {
		case "Host":
			r.Host = value
		case "Transfer-Encoding":
			r.TransferEncoding, r.ContentLength = []string{value}, -1
		}
		r.Header.Set(name, value)
	}
}

// want fails the test unless the answer has that status.
func (a *answer) want(t testing.TB, status int) *answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s %s: %d, want %d\n%s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, a.text)
	}
	return a
}

// refused fails the test unless the answer is that problem.
func (a *answer) refused(t testing.TB, status int, slug string) *answer {
	t.Helper()
	a.want(t, status)
	if got := a.slug(); got != slug {
		t.Errorf("%s %s: problem %q, want %q", a.Request.Method, a.Request.URL.Path, got, slug)
	}
	return a
}

// slug is the problem's, or "".
func (a *answer) slug() string {
	var p struct{ Type string }
	if json.Unmarshal([]byte(a.text), &p) != nil {
		return ""
	}
	return strings.TrimPrefix(p.Type, "/problems/")
}

// decode reads a JSON answer.
func decode[T any](t testing.TB, a *answer) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.text), &v); err != nil {
		t.Fatalf("%s: %v\n%s", a.Request.URL.Path, err, a.text)
	}
	return v
}
