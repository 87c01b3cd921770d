package tests

import "testing"

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
	for _, path := range []string{"/healthz", "/api/openapi.json?x=1", "/dev/seed", "/dev/edge"} {
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
	base.send(t, "POST", "/dev/cron", "").want(t, 308) // the shim's own answers are the local default's too
	for _, name := range []string{"localhost", "northgate.localhost", "nosuch.ringfence.example"} {
		(&visitor{at: s, host: name}).get(t, "/healthz").refused(t, 404, "unknown-host")
	}
}

// Who looks for an icon or for rules finds them: an organisation's pages are
// not for search engines, the front page is.
func TestIconAndRobots(t *testing.T) {
	t.Parallel()
	tenant, front := newOrg(t).nobody(), public("localhost")
	for _, v := range []*visitor{tenant, front} {
		icon := v.get(t, "/favicon.ico").want(t, 303).Header.Get("Location")
		if a := v.get(t, icon).want(t, 200); a.kind() != "image/svg+xml" {
			t.Errorf("%s: %s", icon, a.kind())
		}
	}
	for v, want := range map[*visitor]string{tenant: "User-agent: *\nDisallow: /\n", front: "User-agent: *\nDisallow: \n"} {
		if a := v.get(t, "/robots.txt").want(t, 200); a.text != want || a.kind() != "text/plain" {
			t.Errorf("%s: %s %q", v.host, a.kind(), a.text)
		}
	}
}
