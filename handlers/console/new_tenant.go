package console

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
	"ringfence/store"
)

// newTenantFormFields are those of the page: of a first window only what has to
// be said.
var newTenantFormFields = append(domain.NewTenantFields[:5:5], firstWindowFields...)

var firstWindowFields = domain.Fields{
	optional("plan"), optional("valid_from"), optional("valid_until"), optional("purchase_order"),
}

func optional(name string) domain.Field {
	f := windowFields[windowFields.Index(name)]
	f.Required = false
	return f
}

// addTenant answers POST /api/tenants.
func addTenant(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	n := newOrganisation(c, in)
	if window := in.Inner("subscription"); window != nil {
		n.Window = given(window)
	}
	row, change, err := c.Console().AddTenant(c.Context(), n)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Location: "/api/tenants/" + row.Slug, Type: web.JSONType,
		Body: tenantJSON(c, &o, row).String()})
}

func newOrganisation(c *web.Call, in *domain.Input) store.NewOrganisation {
	return store.NewOrganisation{Tenant: domain.Tenant{Slug: in.Get("slug"), Name: in.Get("name"), Region: in.Get("region")},
		AdminEmail: in.Get("admin_email"), AdminName: in.Get("admin_name"), Origin: c.OriginOf(in.Get("slug"))}
}

// newTenantPage answers GET /tenants/new.
func newTenantPage(c *web.Call) error { return showNewTenant(c, http.StatusOK, nil) }

// submitNewTenant answers POST of it.
func submitNewTenant(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return newTenantFailed(c, err)
	}
	n := newOrganisation(c, in)
	if in.Get("plan") != "" {
		n.Window = map[string]string{"reason": "Sold with the organisation"}
		for _, f := range firstWindowFields {
			n.Window[f.Name] = in.Get(f.Name)
		}
	}
	row, change, err := c.Console().AddTenant(c.Context(), n)
	if err != nil {
		return newTenantFailed(c, err)
	}
	return c.CommitTo(change, "/tenants/"+row.Slug, row.Name+" added, and its administrator invited")
}

func newTenantFailed(c *web.Call, err error) error {
	refusal, status, ok := web.FormRefusal(err, "slug-taken", "subscription-overlap", "mail-unavailable")
	if !ok {
		return err
	}
	return showNewTenant(c, status, refusal)
}

func showNewTenant(c *web.Call, status int, refusal *domain.Error) error {
	choices, err := planChoices(c)
	if err != nil {
		return err
	}
	value := c.Typed(refusal, func(string) string { return "" })
	form := &pages.Form{Action: c.Path(), Submit: "Add the organisation", Cancel: "/tenants", Errors: web.FormErrors(refusal), Groups: []pages.FieldGroup{
		{Legend: "Organisation", Fields: record.Fields(newTenantFormFields[:3], value, nil)},
		{Legend: "First administrator", Fields: record.Fields(newTenantFormFields[3:5], value, nil)},
		{Legend: "First window", Fields: record.Fields(firstWindowFields, value, choices)},
	}}
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: c.Shell("Add an organisation", c.Tenant().Access()).Under("Organisations", "/tenants"), Form: form}))
}
