package record

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// What is sealed is looked for on a page of its own, by a form that is posted:
// what was typed stands in no address, and so in no history, log or link
// (VAULT-6).

// mostExact is how many records with the same value are shown.
const mostExact = 20

// exactRoutes are the form that finds a record by what is sealed in it.
func (r resource) exactRoutes() []web.Route {
	if r.indexed() == nil {
		return nil
	}
	finders := web.AnyOf(r.finders())
	what := "Find " + domain.Article(r.One) + " by " + r.indexedLabels()
	return []web.Route{
		web.Page(r.Page+"/find", "Form: "+what, r.exactPage).For(finders),
		web.Form(r.Page+"/find", what, r.submitExact).For(finders).Takes(r.exactFields()),
	}
}

// finders are the roles that may read, of everybody, what a record is found by.
func (r resource) finders() (roles domain.Roles) {
	for _, c := range r.indexed() {
		if c.Readers == 0 {
			return r.Read.Roles()
		}
		roles |= c.Readers & r.Read.Roles()
	}
	return roles
}

// indexedLabels are the names of what a record is found by.
func (r resource) indexedLabels() string {
	var labels []string
	for _, c := range r.indexed() {
		labels = append(labels, c.Label)
	}
	return strings.Join(labels, " or ")
}

// exactFields are the Indexed columns; where there is one, it has to be given.
func (r resource) exactFields() (fields domain.Fields) {
	list := r.indexed()
	for _, c := range list {
		f := c.Field
		f.Required = len(list) == 1
		fields = append(fields, f)
	}
	return fields
}

// exactPage answers GET of the form.
func (r resource) exactPage(c *web.Call) error {
	return r.showExact(c, http.StatusOK, nil, nil)
}

// submitExact answers POST of it: it leads to the one record that has what was
// typed, or shows those that have.
func (r resource) submitExact(c *web.Call) error {
	in, err := c.Bind()
	if refusal, status, ok := web.FormRefusal(err); ok {
		return r.showExact(c, status, refusal, nil)
	}
	if err != nil {
		return err
	}
	f := store.Filter{Limit: mostExact}
	for _, field := range r.exactFields() {
		if value := in.Get(field.Name); value != "" {
			f.Exact = append(f.Exact, [2]string{field.Name, value})
		}
	}
	list, err := c.Tenant().List(c.Context(), r.Resource, f)
	switch {
	case err != nil:
		return err
	case len(list.Records) == 0 || f.Exact == nil:
		name := r.indexed()[0].Name
		return r.showExact(c, http.StatusOK, domain.Invalid(domain.FieldError{Field: name, Code: "not-found",
			Message: "No " + r.One + " has this " + r.indexedLabels()}), nil)
	case len(list.Records) == 1:
		return c.Redirect(r.Page + "/" + list.Records[0].ID)
	}
	return r.showExact(c, http.StatusOK, nil, list.Records[:min(len(list.Records), mostExact)])
}

func (r resource) showExact(c *web.Call, status int, refusal *domain.Error, found []domain.Record) error {
	if _, err := c.Tenant().Check(c.Context()); err != nil {
		return err
	}
	typed := c.Typed(refusal, func(string) string { return "" })
	page := pages.SheetPage{Shell: c.Shell("Find by "+r.indexedLabels(), c.Tenant().Access()).Under(r.Many, r.Page),
		Intro: []string{"Enter the whole of it. What you enter is not kept."},
		Form: &pages.Form{Action: r.Page + "/find", Submit: "Find", Cancel: r.Page, Errors: web.FormErrors(refusal),
			Groups: []pages.FieldGroup{{Fields: Fields(r.exactFields(), typed, nil)}}}}
	if found != nil {
		page.Intro = []string{"More than one has it:"}
	}
	for _, rec := range found {
		page.Links = append(page.Links, pages.Link{Label: r.Title(rec), Href: r.Page + "/" + rec.ID})
	}
	return c.Render(status, pages.Sheet(page))
}
