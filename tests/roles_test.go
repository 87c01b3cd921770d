package tests

import (
	"slices"
	"strings"
	"testing"
)

// sample is an address and a body for an operation. They need not succeed:
// who may use a route and who may not is decided before.
func (op *operation) sample() (path, body string) {
	path = strings.ReplaceAll(op.path, "{id}", "nosuch")
	if op.method != "GET" && op.method != "DELETE" {
		body = `{}`
	}
	return path, body
}

// walkOrder is every operation of a tenant's host; logout comes last, as it ends the session
// that walks.
func walkOrder() []operation {
	list := slices.DeleteFunc(slices.Clone(api.operations), func(op operation) bool { return !slices.Contains(op.Hosts, "tenant") })
	slices.SortFunc(list, func(a, b operation) int {
		return strings.Compare(a.place(), b.place())
	})
	return list
}

func (op *operation) place() string {
	if strings.HasSuffix(op.path, "/logout") {
		return "~"
	}
	return op.path + " " + op.method
}

// Every route × role × two organisations, against the document's x-roles.
func TestRoles(t *testing.T) {
	t.Parallel()
	pair := newOrgs(t, live, 2)
	for i, o := range pair {
		for _, role := range roles {
			t.Run(o.slug+"/"+role, func(t *testing.T) { o.walk(t, pair[1-i], role) })
		}
	}
}

func (o *org) walk(t *testing.T, other *org, role string) {
	v := o.as(t, role)
	astray := &visitor{at: v.at, host: other.host(), token: v.token}
	for _, op := range walkOrder() {
		path, body := op.sample()
		if op.Roles != nil {
			astray.send(t, op.method, path, body).refused(t, 401, "unauthenticated")
			o.nobody().send(t, op.method, path, body).refused(t, 401, "unauthenticated")
		}
		a := v.send(t, op.method, path, body)
		switch {
		case op.Roles == nil || slices.Contains(op.Roles, role):
			if a.StatusCode >= 500 || slices.Contains([]int{401, 402, 403}, a.StatusCode) {
				t.Errorf("%s %s: %s is refused with %d %s", op.method, op.path, role, a.StatusCode, a.slug())
			}
		default:
			a.refused(t, 403, "forbidden")
		}
	}
}
