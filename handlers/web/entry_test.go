package web

import (
	"net/http/httptest"
	"testing"
)

// TestAddress: the socket's, by network for IPv6, and nothing of what a client
// sends.
func TestAddress(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"192.0.2.7:4711":                        "192.0.2.7",
		"[::ffff:192.0.2.7]:4711":               "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:0":              "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1]:0":              "2001:db8:1:2::/64",
		"[fe80::1%eth0]:80":                     "fe80::/64",
		":0":                                    "", // the platform did not say
		"":                                      "",
		"example.org:80":                        "",
		"192.0.2.7, 198.51.100.1:80":            "",
		"[192.0.2.7]:80":                        "192.0.2.7",
		"[::ffff:192.0.2.7%x\"\n<script>]:4711": "192.0.2.7",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = remote
		for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP"} {
			r.Header.Set(name, "198.51.100.9")
		}
		if got := (&Call{server: &Server{}, r: r}).address(); got != want {
			t.Errorf("%q: %q, want %q", remote, got, want)
		}
	}
}

// TestOrigin: links lead to the Host that was asked, and not to a port that
// somebody made up.
func TestOrigin(t *testing.T) {
	t.Parallel()
	for want, cfg := range map[string]Config{
		"http://north.localhost:8787":     {Base: "localhost", Dev: true},
		"https://north.localhost":         {Base: "localhost"},
		"https://north.ringfence.example": {Base: "ringfence.example"},
	} {
		r := httptest.NewRequest("GET", "http://North."+cfg.Base+":8787/", nil)
		r.Header.Set("X-Forwarded-Host", "evil.example")
		c := &Call{server: &Server{cfg: cfg}, r: r}
		if got := c.Origin(); got != want {
			t.Errorf("%s: %s", want, got)
		}
	}
}
