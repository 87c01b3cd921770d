package tests

import (
	"net/http"
	"strings"
	"testing"
)

// TestFlood: what anybody may send, however it is made up, gets a short answer.
// The first of these once got 13 MB.
func TestFlood(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	const most = 8 << 10
	long := strings.Repeat("x", 900_000)
	for name, sent := range map[string]struct{ method, path, body, kind string }{
		"empty names":      {"POST", "/api/auth/login", `{` + strings.Repeat(`"":1,`, 140_000) + `"":1}`, "application/json"},
		"a hundred names":  {"POST", "/api/auth/login", `{` + strings.Repeat(`"x":1,`, 99) + `"x":1}`, "application/json"},
		"one long name":    {"POST", "/api/auth/login", `{"` + long + `":1}`, "application/json"},
		"many form fields": {"POST", "/login", strings.Repeat("a=1&", 200_000), "application/x-www-form-urlencoded"},
		"a long field":     {"POST", "/login", "email=" + long + "&" + long[:50_000] + "=1", "application/x-www-form-urlencoded"},
		"many parameters":  {"GET", "/api/hr/employees?" + strings.Repeat("a=1&", 2_000), "", ""},
		"a long parameter": {"GET", "/api/hr/employees?" + long[:6_000] + "=1", "", ""},
	} {
		who := o.nobody()
		if sent.method == "GET" {
			who = o.as(t, "hr")
		}
		a := who.send(t, sent.method, sent.path, sent.body, "Content-Type: "+sent.kind)
		if a.want(t, http.StatusBadRequest); len(a.text) > most {
			t.Errorf("%s: an answer of %d bytes", name, len(a.text))
		}
	}
}
