package tests

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

var noDeadline = context.Background()

// Every answer has these headers.
var everywhere = map[string]string{
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy":        "no-referrer",
	"Cache-Control":          "no-store",
}

// checkHeaders says which header of the contract an answer breaks, or nil.
func (a *answer) checkHeaders() error {
	for name, want := range everywhere {
		if got := a.Header.Get(name); got != want {
			return fmt.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	policy := a.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		return fmt.Errorf("Content-Security-Policy: %q", policy)
	}
	if len(a.Header.Get("X-Request-Id")) < 16 {
		return fmt.Errorf("X-Request-Id: %q", a.Header.Get("X-Request-Id"))
	}
	return nil
}

// checkProblem holds what a problem says of itself against the answer. A
// replay, to the byte, names the request that it was first the answer to.
func (a *answer) checkProblem() error {
	if a.kind() != "application/problem+json" {
		return nil
	}
	var p struct {
		Status   int
		Instance string
	}
	if err := json.Unmarshal([]byte(a.text), &p); err != nil {
		return err
	}
	replay := a.Request.Header.Get("Idempotency-Key") != ""
	if p.Status != a.StatusCode || p.Instance != a.Header.Get("X-Request-Id") && !replay {
		return fmt.Errorf("status %d and instance %q in an answer of %d to %q", p.Status, p.Instance, a.StatusCode, a.Header.Get("X-Request-Id"))
	}
	return nil
}

func TestMethods(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, method := range []string{"OPTIONS", "PUT", "DELETE"} {
		a := o.nobody().send(t, method, "/api/hr/employees", "").refused(t, 405, "method-not-allowed")
		if got := a.Header.Get("Allow"); got != "GET, POST" {
			t.Errorf("%s: Allow: %q", method, got)
		}
	}
	o.nobody().send(t, "POST", "/healthz", "").refused(t, 405, "method-not-allowed")
	a := o.nobody().send(t, "HEAD", "/healthz", "").want(t, 200)
	if err := a.checkHeaders(); err != nil || a.text != "" {
		t.Errorf("HEAD: %v, body %q", err, a.text)
	}
}

// Off localhost everything goes over HTTPS, and the local default's routes
// and headers are not there.
func TestOffLocalhost(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir())
	base := &visitor{at: s, host: "ringfence.example"}
	for _, path := range []string{"/healthz", "/api/openapi.json?x=1", "/dev/seed"} {
		a := base.get(t, path).want(t, 308)
		if to := a.Header.Get("Location"); to != "https://ringfence.example"+path {
			t.Errorf("%s leads to %q", path, to)
		}
		if got := a.Header.Get("Strict-Transport-Security"); got != "max-age=63072000; includeSubDomains" {
			t.Errorf("Strict-Transport-Security: %q", got)
		}
		if got := a.Header.Get("X-Database-Round-Trips"); got != "" {
			t.Errorf("X-Database-Round-Trips: %q", got)
		}
	}
	for _, name := range []string{"localhost", "northgate.localhost", "nosuch.ringfence.example"} {
		(&visitor{at: s, host: name}).get(t, "/healthz").refused(t, 404, "unknown-host")
	}
}
