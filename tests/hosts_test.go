package tests

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestUnknownHosts(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	first := o.nobody().get(t, "/api/auth/session", "Host: nosuch.localhost").refused(t, 404, "unknown-host")
	for _, name := range []string{
		"www.localhost", "registry.localhost", "a." + o.host(), o.host() + ".evil.example", o.slug, "xn--org-1ma.localhost",
		"ringfence.example", "127.0.0.1", "[::1]", strings.Repeat("a", 63) + ".localhost", "localhost.localhost",
	} {
		a := o.nobody().get(t, "/api/auth/session", "Host: "+name).refused(t, 404, "unknown-host")
		if withoutID(t, a) != withoutID(t, first) || a.StatusCode != first.StatusCode {
			t.Errorf("%s is answered differently: %s", name, a.text)
		}
	}
}

// withoutID is a problem's text without the request's own id.
func withoutID(t *testing.T, a *answer) string {
	t.Helper()
	p := decode[map[string]any](t, a)
	delete(p, "instance")
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestUnknownHostComesFirst(t *testing.T) {
	t.Parallel()
	nowhere := public("nosuch.localhost")
	nowhere.get(t, "/healthz").refused(t, 404, "unknown-host")
	nowhere.send(t, "POST", "/dev/seed", `{}`).refused(t, 404, "unknown-host")
	nowhere.send(t, "PROPFIND", "/no/such/path", "").refused(t, 404, "unknown-host")
	nowhere.send(t, "POST", "/api/auth/login", strings.Repeat("x", 1000), "Content-Type: text/plain").refused(t, 404, "unknown-host")
	page := nowhere.get(t, "/", "Accept: text/html").want(t, 404)
	if page.kind() != "text/html" {
		t.Errorf("a browser is answered %q", page.kind())
	}
}

func TestHostSpelling(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	for _, name := range []string{strings.ToUpper(o.host()), o.host() + ".", o.host() + ".:" + live.port, strings.ToUpper(o.slug) + ".LocalHost:9"} {
		if a := admin.get(t, "/api/auth/session", "Host: "+name).want(t, 200); !strings.Contains(a.text, `"slug":"`+o.slug+`"`) {
			t.Errorf("%s is not %s: %s", name, o.slug, a.text)
		}
	}
}

// The request's own Host decides; what a proxy says of it does not.
func TestForwardedHost(t *testing.T) {
	t.Parallel()
	o, other := newOrg(t), newOrg(t)
	for _, header := range []string{"X-Forwarded-Host: " + other.host(), "Forwarded: host=" + other.host(), "X-Original-Host: " + other.host(), "X-Host: " + other.host()} {
		o.as(t, "admin").get(t, "/api/auth/session", header).want(t, 200)
		other.as(t, "admin").get(t, "/api/auth/session", header, "Host: "+o.host()).refused(t, 401, "unauthenticated")
		public("nosuch.localhost").get(t, "/healthz", header).refused(t, 404, "unknown-host")
	}
}

func TestOperatorHosts(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"localhost", "console.localhost"} {
		public(name).get(t, "/healthz").want(t, 200)
		public(name).get(t, "/readyz").want(t, 200)
		public(name).get(t, "/api/hr/employees").refused(t, 404, "not-found")
	}
	public("localhost").send(t, "POST", "/api/auth/login", `{}`).refused(t, 404, "not-found")
	public("localhost").get(t, "/").want(t, 200)
	newOrg(t).nobody().send(t, "POST", "/dev/seed", `{}`).refused(t, 404, "not-found")
}

func TestHealth(t *testing.T) {
	t.Parallel()
	health := decode[map[string]string](t, public("localhost").get(t, "/healthz").want(t, 200))
	want := map[string]string{"native": "native", "tinygo": "edge", "go": "edge"}[host]
	if health["status"] != "ok" || health["host"] != want || health["version"] == "" || health["git_sha"] == "" {
		t.Errorf("%v", health)
	}
	ready := decode[struct{ Status string }](t, public("localhost").get(t, "/readyz").want(t, 200))
	if ready.Status != "ready" {
		t.Errorf("%v", ready)
	}
}
