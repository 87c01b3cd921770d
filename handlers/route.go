package handlers

import (
	"errors"
	"net/http"

	"ringfence/domain"
)

// route is one line of the table that the server, the OpenAPI document, the
// pages' menu and the role matrix are read from.
type route struct {
	method, path string
	on           audience
	access       access
	module       domain.Module
	outside      bool // admins pass outside the subscription's window (SUB-3)
	enrols       bool // open to those who have yet to set up a second factor (AUTH-6)
	key          keyRule
	page         bool   // answers HTML; a form is its input
	devOnly      bool   // the local default only
	menu         string // label in the navigation, for those who may go there
	summary      string
	query        []param
	in           domain.Fields // of the JSON object or the form that it takes
	partial      bool          // fields may be left out
	out          schema
	status       int // of success
	problems     []string
	run          func(*call) error
}

// access is who may use a route; the zero access is nobody, and a table that
// has one does not start.
type access struct {
	open  bool
	roles domain.Roles
}

// anyone needs no session.
var anyone = access{open: true}

// signedIn needs a session of one of the roles.
func signedIn(roles ...domain.Role) access { return access{roles: domain.Only(roles...)} }

// everyone needs a session of any role.
var everyone = access{roles: domain.AllRoles}

// keyRule says what a route makes of Idempotency-Key.
type keyRule uint8

const (
	noKey keyRule = iota // not a route that changes a record
	keyOptional
	keyRequired
)

func (r *route) pattern() string { return r.method + " " + r.path }

func (r *route) mutates() bool { return r.method != http.MethodGet }

func (r *route) check() error {
	switch {
	case !r.access.open && r.access.roles == 0:
		return errors.New("route without roles: " + r.pattern())
	case r.on == 0 || r.run == nil || r.summary == "":
		return errors.New("route half declared: " + r.pattern())
	}
	return nil
}

// mount makes one mux for every audience. A pattern that conflicts panics in
// ServeMux: found by any test.
func (a *App) mount(table []route) error {
	a.mux = map[audience]*http.ServeMux{onTenant: http.NewServeMux(), onConsole: http.NewServeMux(), onPublic: http.NewServeMux()}
	for i := range table {
		r := &table[i]
		if err := r.check(); err != nil {
			return err
		}
		if r.devOnly && !a.dev {
			continue
		}
		if r.menu != "" {
			a.menu = append(a.menu, r)
		}
		for host, mux := range a.mux {
			if r.on&host != 0 {
				mux.Handle(r.pattern(), mounted{r})
			}
		}
	}
	return nil
}

// mounted lets a mux find a route; the App runs it.
type mounted struct{ *route }

func (mounted) ServeHTTP(http.ResponseWriter, *http.Request) {}
