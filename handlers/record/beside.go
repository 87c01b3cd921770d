package record

import (
	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// Beside is what a wing adds to a resource's pages.
type Beside struct {
	Show Part // below the groups of a record's page
	Form Part // above the form's questions; its id is "" for a new record
}

// Part is read in the page's own round trip, of the record with an id, and shown
// once that is known to be within reach. Nothing is shown of a nil component.
type Part func(c *web.Call, id string) ([]store.Reading, func(domain.Record) templ.Component)

// of is the part for a call, also of none.
func (p Part) of(c *web.Call, id string) ([]store.Reading, func(domain.Record) templ.Component) {
	if p == nil {
		return nil, func(domain.Record) templ.Component { return nil }
	}
	return p(c, id)
}
