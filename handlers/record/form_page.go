package record

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// newPage answers GET of the form to add a record.
func (r resource) newPage(c *web.Call) error { return r.showForm(c, http.StatusOK, "", nil) }

// submitNew answers POST of it.
func (r resource) submitNew(c *web.Call) error {
	in, err := c.Bind()
	if r.finds(in) {
		return r.showForm(c, http.StatusOK, "", finding)
	}
	if err != nil {
		return r.formFailed(c, "", err)
	}
	rec, change, err := c.Tenant().Create(c.Context(), r.Resource, r.Values(in), r.doubts(in)...)
	if err != nil {
		return r.formFailed(c, "", err)
	}
	to := r.Page + "/" + rec.ID
	if r.OwnEdit {
		to += "/edit" // where it is filled in
	}
	return c.CommitTo(change, to, domain.Capital(r.One)+" added")
}

// editPage answers GET of the form to change a record.
func (r resource) editPage(c *web.Call) error {
	return r.showForm(c, http.StatusOK, c.PathValue("id"), nil)
}

// submitEdit answers POST of it.
func (r resource) submitEdit(c *web.Call) error {
	id := c.PathValue("id")
	in, err := c.Bind()
	if r.finds(in) {
		return r.showForm(c, http.StatusOK, id, finding)
	}
	if err != nil {
		return r.formFailed(c, id, err)
	}
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	_, change, err := c.Tenant().Edit(c.Context(), r.Resource, id, version, r.given(in))
	if err != nil {
		return r.formFailed(c, id, err)
	}
	return c.CommitTo(change, r.Page+"/"+id, "Changes saved")
}

// formFailed shows the form again with what was typed and what is wrong with it.
func (r resource) formFailed(c *web.Call, id string, err error) error {
	refusal, status, ok := web.FormRefusal(err, r.Refusals...)
	if !ok {
		return err
	}
	return r.showForm(c, status, id, refusal)
}

func (r resource) showForm(c *web.Call, status int, id string, refusal *domain.Error) error {
	picks := r.picks(c.Typed(refusal, func(string) string { return "" }))
	more, below := r.beside.Form.of(c, id)
	rec, choices, err := c.Tenant().Form(c.Context(), r.Resource, id, picks, more...)
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := FormPage{Shell: c.Shell(r.Adds, access).Under("Back", r.Page), Above: below(rec)}
	page.Form = pages.Form{Action: r.Page + "/new", Submit: r.Adds, Cancel: r.Page,
		Errors: formErrors(refusal, picks, choices)}
	if id != "" {
		page.Shell = c.Shell("Change "+domain.Article(r.One), access).Under("Back", r.Page+"/"+id)
		page.Form.Action, page.Form.Submit, page.Form.Cancel = c.Path(), "Save changes", r.Page+"/"+id
	}
	value := c.Typed(refusal, func(name string) string { return r.recorded(rec, name) })
	page.Form.Groups = r.formGroups(access.User.Role, rec, value, choices)
	hide := func(name, value string) {
		field := pages.FormField{Name: name, Kind: pages.Hidden, Value: value}
		page.Form.Groups = append(page.Form.Groups, pages.FieldGroup{Fields: []pages.FormField{field}})
	}
	if id != "" {
		hide("version", value("version"))
	} else if asksAgain(refusal) {
		hide(store.Repeated, value(r.Seldom))
	}
	return c.Render(status, Form(page))
}

// Choices are what one field of a form offers.
func Choices(field string, options []store.Option) map[string]store.Choices {
	return map[string]store.Choices{field: {Options: options}}
}

// Groups are the questions of a form on a declared resource, for a page of its
// own: those that the role may answer.
func Groups(of *domain.Resource, role domain.Role, rec domain.Record, value func(string) string, choices map[string]store.Choices) []pages.FieldGroup {
	return resource{Resource: of}.formGroups(role, rec, value, choices)
}

// Fields are the questions of a form that is no resource's.
func Fields(list domain.Fields, value func(string) string, choices map[string]store.Choices) (fields []pages.FormField) {
	r := resource{Resource: &domain.Resource{}}
	for i := range list {
		c := domain.Column{Field: list[i]}
		fields = append(fields, r.formField(&c, value(c.Name), "", choices[c.Name]))
	}
	return fields
}

// Recorded is what the record has for a field of such a form.
func Recorded(of *domain.Resource, rec domain.Record, name string) string {
	return resource{Resource: of}.recorded(rec, name)
}

// recorded is what the record has for a field of the form.
func (r resource) recorded(rec domain.Record, name string) string {
	if name == "version" {
		return strconv.FormatInt(rec.Version, 10)
	}
	i := r.Index(name)
	return r.Columns[i].Kind.Edit(rec.Values[i])
}

// formGroups are the fields that the role may write. Of a new record it is not
// yet known whose it will be.
func (r resource) formGroups(role domain.Role, rec domain.Record, value func(string) string, choices map[string]store.Choices) (groups []pages.FieldGroup) {
	isNew := rec.ID == ""
	for _, g := range r.Groups {
		group := pages.FieldGroup{Legend: g.Title}
		for _, name := range g.Columns {
			c := &r.Columns[r.Index(name)]
			if !c.InForm() || c.Fixed && !isNew || !c.WritableBy(role, rec.Own || isNew && r.About()) {
				continue
			}
			group.Fields = append(group.Fields, r.formField(c, value(name), rec.ID, choices[name]))
		}
		if group.Fields != nil {
			groups = append(groups, group)
		}
	}
	return groups
}

var controls = map[domain.Control]pages.Kind{
	domain.TextArea: pages.Textarea, domain.DateBoxes: pages.Date, domain.Select: pages.Select, domain.EmailInput: pages.Email,
	domain.CheckBoxes: pages.Checkboxes, domain.PhoneInput: pages.Phone, domain.URLInput: pages.URL, domain.MonthInput: pages.Month, domain.InstantInput: pages.Instant,
}

func (r resource) formField(c *domain.Column, value, id string, choices store.Choices) pages.FormField {
	f := pages.FormField{Name: c.Name, Label: c.Label, Hint: c.Hint, Value: value, Required: c.Required}
	kind := c.Kind
	if kind == nil {
		return f
	}
	f.Kind = controls[kind.Control]
	if kind.Width > 0 {
		f.Width = strconv.Itoa(kind.Width)
	}
	switch {
	case kind == domain.Bool:
		f.Kind, f.Options = pages.Select, []pages.Option{{Value: "false", Label: "No"}, {Value: "true", Label: "Yes"}}
	case kind.Control == domain.CheckBoxes:
		for _, name := range kind.Choices {
			f.Options = append(f.Options, pages.Option{Value: name, Label: kind.Display(name)})
		}
	case kind.Control == domain.Select:
		f.Options = append([]pages.Option{{Label: none(c)}}, without(r.options(c, choices.Options), id)...)
		f.Find = choices.More || choices.Searched
		if only := choices.Options; (choices.Searched || c.Required) && len(only) == 1 && value == "" {
			f.Value = only[0].Value
		}
	case kind.Digits:
		f.InputMode = "numeric"
	case kind.Control == domain.MoneyInput:
		f.InputMode = "decimal"
	}
	return f
}

// none is what a choice offers besides: nothing yet, or nothing at all.
func none(c *domain.Column) string {
	if c.Required {
		return "Choose one"
	}
	return "None"
}

// without leaves out the record itself, which cannot name itself.
func without(list []pages.Option, id string) (kept []pages.Option) {
	for _, o := range list {
		if id == "" || o.Value != id {
			kept = append(kept, o)
		}
	}
	return kept
}
