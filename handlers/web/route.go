package web

import (
	"net/http"

	"ringfence/domain"
)

// Handler answers one request. What it returns becomes a problem (RFC 9457)
// or a page that says the same.
type Handler func(*Call) error

// Route is one line of the table that the server, the OpenAPI document, the
// pages' menu and the role matrix are read from. Constructors make one (Get,
// Post, Put, Patch, Delete for JSON; Page and Form for a browser), and its
// methods say more of it. Until For has named who may use it, it is nobody's,
// and a table that has such a route does not start.
type Route struct {
	method, path, summary string
	name                  string // of the operation; "": derived from method and path
	on                    HostKind
	access                Access
	module                domain.Module
	lapsed                bool // admins pass outside the subscription's window (SUB-3)
	unenrolled            bool // open to those who have yet to set up a second factor (AUTH-6)
	key                   keyRule
	keyless               string      // why a write takes no Idempotency-Key
	page                  bool        // answers HTML; a form is its input
	either                bool        // answers HTML to a browser, else JSON
	devOnly               bool        // the local default only
	keepsTyped            bool        // what was typed outlives the session
	area                  domain.Area // where the menu names the page, to those who may go there
	label                 string      // by which it does
	atEnd                 bool        // of the area
	query                 []Param
	in                    domain.Fields // of the JSON object or the form that it takes
	partial               bool          // fields may be left out
	versioned             bool          // takes If-Match
	tagged                bool          // answers with an ETag
	file                  int64         // most bytes of the file that it takes; 0: none
	types                 []string      // media types of the file that it takes or answers with
	large                 bool          // the client may be slow about what it sends or takes
	out                   Schema
	media                 string // of an answer that is not JSON
	status                int    // of success
	also                  int    // a status that answers with the same shape; 0 for none
	problems              []string
	run                   Handler
}

func newRoute(method, path, summary string, run Handler) Route {
	return Route{method: method, path: path, summary: summary, run: run, on: TenantHost,
		status: http.StatusNoContent}
}

// Get is a route that reads, in JSON.
func Get(path, summary string, run Handler) Route {
	return newRoute(http.MethodGet, path, summary, run)
}

// Post is a JSON route that adds something or does something. As every JSON
// route that changes a record it takes an Idempotency-Key.
func Post(path, summary string, run Handler) Route {
	return write(http.MethodPost, path, summary, run)
}

// Put is a JSON route that replaces what stands at its path.
func Put(path, summary string, run Handler) Route {
	return write(http.MethodPut, path, summary, run)
}

// Patch is a JSON route that changes part of what stands at its path.
func Patch(path, summary string, run Handler) Route {
	return write(http.MethodPatch, path, summary, run)
}

// Delete is a JSON route that takes something away.
func Delete(path, summary string, run Handler) Route {
	return write(http.MethodDelete, path, summary, run)
}

func write(method, path, summary string, run Handler) Route {
	r := newRoute(method, path, summary, run)
	r.key = keyOptional
	return r
}

// Page is a page to read.
func Page(path, summary string, run Handler) Route {
	r := Get(path, summary, run)
	r.page = true
	return r
}

// Form is where a page's form is posted to.
func Form(path, summary string, run Handler) Route {
	r := newRoute(http.MethodPost, path, summary, run)
	r.page = true
	return r
}

// Access is who may use a route; the zero Access is nobody.
type Access struct {
	open  bool
	roles domain.Roles
}

// Public needs no session: anybody on the network may ask.
var Public = Access{open: true}

// AnyRole needs a session, of whichever role.
var AnyRole = Access{roles: domain.AllRoles}

// Roles needs a session of one of the roles.
func Roles(roles ...domain.Role) Access { return AnyOf(domain.Only(roles...)) }

// AnyOf is Roles for a set, such as a declared record's.
func AnyOf(set domain.Roles) Access { return Access{roles: set} }

// SignedInHosts are where people have accounts.
const SignedInHosts = TenantHost | ConsoleHost

// roles are those of the route's that exist where it answers.
func (r *Route) roles() domain.Roles {
	var here domain.Roles
	if r.on&TenantHost != 0 {
		here |= domain.TenantRoles
	}
	if r.on&ConsoleHost != 0 {
		here |= domain.ConsoleRoles
	}
	return r.access.roles & here
}

// Has reports whether a signed-in role is let in.
func (a Access) Has(role domain.Role) bool { return a.roles.Has(role) }

// keyRule says what a route makes of Idempotency-Key.
type keyRule uint8

const (
	noKey keyRule = iota // not a route that changes a record
	keyOptional
	keyRequired
)

// Pattern is the method and the path.
func (r *Route) Pattern() string { return r.method + " " + r.path }

func (r *Route) mutates() bool { return r.method != http.MethodGet }
