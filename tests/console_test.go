package tests

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// consoleRoles has the owner last: an owner may end everybody's sessions.
var consoleRoles = []string{"support", "billing", "owner"}

// console is the operator's host, with an account of each of its roles.
var console = sync.OnceValue(func() *org { return consoleAt(live) })

func consoleAt(s *server) *org {
	o := demo(s, "console")
	o.phones = map[string]*authenticator{}
	for _, role := range consoleRoles {
		o.phones[role] = &authenticator{secret: demoSecret}
	}
	return o
}

// consoleRights are the console's: its own, and what it has in common with the
// tenants' hosts, where its owners are administrators.
func consoleRights() (list []right) {
	for _, r := range rights(accessText) {
		if r.console {
			list = append(list, r)
		}
	}
	list = append(list, rights(consoleText)...)
	for i, r := range list {
		switch {
		case slices.Equal(r.roles, roles), slices.Equal(r.roles, []string{"all"}):
			list[i].roles = consoleRoles
		case slices.Equal(r.roles, []string{"admin"}):
			list[i].roles = []string{"owner"}
		}
	}
	return list
}

// TestConsoleAccess walks every route of the console for nobody and for every
// role of its own, and shows that a tenant's token is nobody's there, nor the
// console's at a tenant.
func TestConsoleAccess(t *testing.T) {
	s := another(t, t.TempDir(), "--dev")
	o, own := newOrgs(t, s, 1)[0], consoleAt(s)
	stranger := &visitor{at: s, host: own.host(), token: o.as(t, "admin").token}
	for _, role := range consoleRoles {
		for _, r := range consoleRights() {
			outcome := "forbidden"
			if slices.Contains(r.roles, role) {
				outcome = "in"
			}
			if !strings.HasSuffix(r.path, "/logout") { // it ends the session that walks
				r.want(t, own.as(t, role), role, outcome)
			}
		}
	}
	astray := &visitor{at: s, host: o.host(), token: own.as(t, "owner").token}
	for _, r := range consoleRights() {
		r.want(t, own.nobody(), "nobody", "unauthenticated")
		if r.path != "/logout" { // clears a cookie, whosever it is
			r.want(t, stranger, "an administrator of a tenant", "unauthenticated")
		}
	}
	for _, r := range rights(accessText) {
		if r.path != "/logout" {
			r.want(t, astray, "the console's owner at a tenant", "unauthenticated")
		}
	}
}

// TestFirstOwner: where the console has no account, the address that is set is
// invited, once, and administers it.
func TestFirstOwner(t *testing.T) {
	t.Setenv("CONSOLE_OWNER", "olwen@operator.example")
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o, base := consoleAt(s), &visitor{at: s, host: "localhost"}
	for range 2 {
		base.send(t, "POST", "/dev/cron?cron=*+*+*+*+*", "").want(t, 204)
	}
	list := o.letters(t, "olwen@operator.example")
	if len(list) != 1 {
		t.Fatalf("%d invitations", len(list))
	}
	s.log.secret(newPassword)
	_, token, _ := strings.Cut(list[0].Text, "/invitation/")
	token, _, _ = strings.Cut(token, "\n")
	s.log.secret(token)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", object("token", token, "password", newPassword)).want(t, 204)
	v := o.enter(t, o.nobody().send(t, "POST", "/api/auth/login", object("email", "olwen@operator.example", "password", newPassword)))
	v.get(t, "/api/tenants").refused(t, 403, "mfa-enrolment-required")
}

// TestConsoleReadsNoRecords: nothing that the console shows of an organisation
// holds a word of its records, its people or its ledger.
func TestConsoleReadsNoRecords(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"name":"Harbour Clinic"`)
	o.as(t, "hr").send(t, "POST", "/api/hr/employees", `{"given_name":"Zinnia","family_name":"Quillfeather","email":"zinnia@`+o.slug+`.example","job_title":"Perfusionist"}`).want(t, 201)
	w := o.window(t)
	for _, r := range consoleRights() {
		if r.method != "GET" || strings.Contains(r.path, "/account") {
			continue
		}
		path := strings.NewReplacer("{slug}", o.slug, "{id}", w.ID, "{act}", "suspend", "{file}", "nosuch.css", "{token}", "nosuch", "{seq}", "1", "{$}", "").Replace(r.path)
		headers := []string{}
		v := console().as(t, "owner")
		if r.page {
			headers, v = append(headers, "Cookie: __Host-session="+v.token), console().nobody()
		}
		text := v.send(t, "GET", path, "", headers...).text
		for _, word := range []string{"Zinnia", "Quillfeather", "Perfusionist", "@" + o.slug + ".example", "Amara Okafor", "Ward manager"} {
			if strings.Contains(text, word) {
				t.Errorf("GET %s shows %q", path, word)
			}
		}
	}
}
