// Package console is where the operator's people manage the organisations:
// who they are, what they have paid for, and until when they are served (SUB).
package console

import (
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

// Routes are the wing's routes.
func Routes() []web.Route {
	list := []web.Route{
		web.Page("/{$}", "Go to the list of organisations", home).For(web.AnyRole),
	}
	for i := range list {
		list[i] = list[i].On(web.ConsoleHost)
	}
	return list
}

// home answers GET /.
func home(c *web.Call) error { return c.Redirect("/tenants") }
