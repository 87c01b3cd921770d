package tests

import "testing"

// What another site makes a browser send is refused; a bearer token is not
// sent by a browser of its own accord.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	cookie, own := "Cookie: __Host-session="+hr.token, "Origin: http://"+o.host()+":"+live.port
	write := func(name string, as *visitor, status int, problem string, header ...string) scenario {
		s := scenario{name: name, as: as, method: "POST", path: "/api/hr/employees", body: enough(""), header: header, status: status, problem: problem}
		if status == 201 {
			s.ledger = []string{"employee.create"}
		}
		return s
	}
	o.play(t,
		write("cookie, another site", o.nobody(), 403, "cross-site", cookie, "Sec-Fetch-Site: cross-site"),
		write("cookie, another tenant", o.nobody(), 403, "cross-site", cookie, "Sec-Fetch-Site: same-site"),
		write("cookie, a foreign origin", o.nobody(), 403, "cross-site", cookie, "Origin: https://evil.example"),
		write("cookie, another tenant's origin", o.nobody(), 403, "cross-site", cookie, "Origin: http://northgate.localhost:"+live.port),
		write("cookie, no origin to speak of", o.nobody(), 403, "cross-site", cookie, "Origin: null"),
		write("cookie, another site, a bearer of nothing", o.nobody(), 403, "cross-site", cookie, "Sec-Fetch-Site: cross-site", "Authorization: Basic eDp5"),
		write("cookie, this site", o.nobody(), 201, "", cookie, "Sec-Fetch-Site: same-origin", own),
		write("cookie, an older browser", o.nobody(), 201, "", cookie, own),
		write("cookie, no browser", o.nobody(), 201, "", cookie),
		write("bearer, another site", hr, 201, "", "Sec-Fetch-Site: cross-site", "Origin: https://partner.example"),
	)
	form := "Content-Type: application/x-www-form-urlencoded"
	o.nobody().send(t, "POST", "/login", o.form("hr", ""), form, "Sec-Fetch-Site: cross-site").want(t, 403)
	o.nobody().send(t, "POST", "/logout", "", cookie, form, "Sec-Fetch-Site: cross-site").want(t, 403)
	hr.get(t, "/api/auth/session", "Sec-Fetch-Site: cross-site").want(t, 200)
	hr.get(t, "/api/hr/employees").want(t, 200)
}
