package web

import (
	"net/http"
	"testing"
)

// TestForwarded: a header counts for what a trusted proxy has written into it,
// and for nothing that a client has.
func TestForwarded(t *testing.T) {
	t.Parallel()
	proxies, err := ParseProxies("10.0.0.0/8, 192.0.2.7 2001:db8:1::/48")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ socket, forwarded, want string }{
		{"198.51.100.9:1", "", "198.51.100.9"},
		{"198.51.100.9:1", "203.0.113.5", "198.51.100.9"},
		{"10.1.2.3:1", "203.0.113.5", "203.0.113.5"},
		{"10.1.2.3:1", "1.1.1.1, 203.0.113.5", "203.0.113.5"},
		{"10.1.2.3:1", "1.1.1.1, 203.0.113.5, 192.0.2.7", "203.0.113.5"},
		{"10.1.2.3:1", "10.9.9.9", "10.9.9.9"},
		{"10.1.2.3:1", "nonsense", "10.1.2.3"},
		{"10.1.2.3:1", "", "10.1.2.3"},
		{"[2001:db8:1::5]:1", "2001:db8:2:3:4::9", "2001:db8:2:3::/64"},
		{"[::ffff:198.51.100.9]:1", "", "198.51.100.9"},
		{"", "203.0.113.5", ""},
	} {
		call := &Call{server: &Server{cfg: Config{Proxies: proxies}}, r: &http.Request{RemoteAddr: c.socket, Header: http.Header{}}}
		if c.forwarded != "" {
			call.r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := call.address(); got != c.want {
			t.Errorf("%s behind %q: %q, want %q", c.socket, c.forwarded, got, c.want)
		}
	}
	for _, bad := range []string{"10.0.0.0/33", "proxy.example", "10.0.0"} {
		if _, err := ParseProxies(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
