package tests

import (
	"slices"
	"sync"
	"testing"
)

var consoleRoles = []string{"owner", "billing", "support"}

// console is the operator's host, with an account of each of its roles.
var console = sync.OnceValue(func() *org {
	o := demo(live, "console")
	o.phones = map[string]*authenticator{}
	for _, role := range consoleRoles {
		o.phones[role] = &authenticator{secret: demoSecret}
	}
	return o
})

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
	t.Parallel()
	o := newOrg(t)
	stranger := &visitor{at: o.at, host: console().host(), token: o.as(t, "admin").token}
	for _, r := range consoleRights() {
		r.want(t, console().nobody(), "nobody", "unauthenticated")
		if r.path != "/logout" { // clears a cookie, whosever it is
			r.want(t, stranger, "an administrator of a tenant", "unauthenticated")
		}
		for _, role := range consoleRoles {
			if r.path == "/logout" || r.path == "/api/auth/logout" { // it ends the session that walks
				continue
			}
			outcome := "forbidden"
			if slices.Contains(r.roles, role) {
				outcome = "in"
			}
			r.want(t, console().as(t, role), role, outcome)
		}
	}
	for _, r := range rights(accessText) {
		if r.path != "/logout" {
			r.want(t, &visitor{at: o.at, host: o.host(), token: console().as(t, "owner").token}, "the console's owner at a tenant", "unauthenticated")
		}
	}
}
