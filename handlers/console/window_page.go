package console

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
	"ringfence/store"
)

var (
	windowFormFields = append(domain.Windows.EditInput(), domain.Field{Name: "version", Label: "Version", Kind: domain.ID})
	reasonFields     = domain.Fields{windowFields[windowFields.Index("reason")]}
)

// newWindowPage answers GET of the form to sell a window.
func newWindowPage(c *web.Call) error { return showWindowForm(c, http.StatusOK, "", nil) }

// submitNewWindow answers POST of it.
func submitNewWindow(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return windowFormFailed(c, "", err)
	}
	_, change, err := c.Console().AddWindow(c.Context(), c.PathValue("slug"), given(in))
	if err != nil {
		return windowFormFailed(c, "", err)
	}
	return c.CommitTo(change, tenantHref(c), "Window added")
}

// editWindowPage answers GET of the form to change a window.
func editWindowPage(c *web.Call) error {
	return showWindowForm(c, http.StatusOK, c.PathValue("id"), nil)
}

// submitEditWindow answers POST of it.
func submitEditWindow(c *web.Call) error {
	id := c.PathValue("id")
	in, err := c.Bind()
	if err != nil {
		return windowFormFailed(c, id, err)
	}
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	_, change, err := c.Console().EditWindow(c.Context(), id, version, given(in))
	if err != nil {
		return windowFormFailed(c, id, err)
	}
	return c.CommitTo(change, tenantHref(c), "Window changed")
}

func tenantHref(c *web.Call) string { return "/tenants/" + c.PathValue("slug") }

func windowFormFailed(c *web.Call, id string, err error) error {
	refusal, status, ok := web.FormRefusal(err, domain.Windows.Refusals...)
	if !ok {
		return err
	}
	return showWindowForm(c, status, id, refusal)
}

func showWindowForm(c *web.Call, status int, id string, refusal *domain.Error) error {
	rec, err := windowToEdit(c, id)
	if err != nil {
		return err
	}
	choices, err := planChoices(c)
	if err != nil {
		return err
	}
	value := c.Typed(refusal, func(name string) string {
		if name == "reason" { // each change has its own
			return ""
		}
		return record.Recorded(domain.Windows, rec, name)
	})
	access, title := c.Tenant().Access(), "Add a window"
	form := &pages.Form{Action: c.Path(), Submit: title, Cancel: tenantHref(c), Errors: web.FormErrors(refusal)}
	if id != "" {
		title, form.Submit = "Change a window", "Save changes"
	}
	form.Groups = record.Groups(domain.Windows, access.User.Role, rec, value, choices)
	if id != "" {
		form.Groups = append(form.Groups, pages.FieldGroup{Fields: []pages.FormField{{Name: "version", Kind: pages.Hidden, Value: value("version")}}})
	}
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: c.Shell(title, access).Under("Back", tenantHref(c)), Form: form}))
}

// planChoices are the plans that there are to sell, as the choices of "plan".
func planChoices(c *web.Call) (map[string]store.Choices, error) {
	list, err := c.Console().Plans(c.Context())
	var options []store.Option
	for _, p := range list {
		options = append(options, store.Option{Value: p.ID, Label: domain.Plans.Title(p)})
	}
	return record.Choices("plan", options), err
}

// windowToEdit is the window of the organisation in the path, or an empty one.
func windowToEdit(c *web.Call, id string) (domain.Record, error) {
	rec := domain.Record{Values: make([]string, len(domain.Windows.Columns))}
	f, err := c.Console().TenantFile(c.Context(), c.PathValue("slug"))
	if err != nil || id == "" {
		return rec, err
	}
	for _, w := range f.Windows {
		if w.ID == id {
			return w, nil
		}
	}
	return rec, domain.ErrNotFound
}

// act is what can be done to a window, with a reason.
type act struct {
	verb, title, button, done string
	warns                     bool
	decide                    func(c *web.Call, rec domain.Record, reason string) (domain.Record, *store.Change, error)
}

var acts = []act{
	{verb: "suspend", title: "Suspend this window?", button: "Suspend", done: "Window suspended", warns: true, decide: suspends("true")},
	{verb: "resume", title: "Resume this window?", button: "Resume", done: "Window resumed", decide: suspends("false")},
	{verb: "cancel", title: "Cancel this window now?", button: "Cancel the window", done: "Window cancelled", warns: true,
		decide: func(c *web.Call, rec domain.Record, reason string) (domain.Record, *store.Change, error) {
			return c.Console().CancelWindow(c.Context(), rec.ID, 0, reason)
		}},
}

func suspends(value string) func(*web.Call, domain.Record, string) (domain.Record, *store.Change, error) {
	return func(c *web.Call, rec domain.Record, reason string) (domain.Record, *store.Change, error) {
		return c.Console().EditWindow(c.Context(), rec.ID, rec.Version, map[string]string{"suspended": value, "reason": reason})
	}
}

func actOf(c *web.Call) (act, error) {
	for _, a := range acts {
		if a.verb == c.PathValue("act") {
			return a, nil
		}
	}
	return act{}, c.AfterCheck(domain.ErrNotFound)
}

// actPage answers GET of an act's page.
func actPage(c *web.Call) error { return showAct(c, http.StatusOK, nil) }

// submitAct answers POST of it.
func submitAct(c *web.Call) error {
	a, err := actOf(c)
	if err != nil {
		return err
	}
	in, err := c.Bind()
	if err != nil {
		return actFailed(c, err)
	}
	rec, err := windowToEdit(c, c.PathValue("id"))
	if err != nil {
		return err
	}
	_, change, err := a.decide(c, rec, in.Get("reason"))
	if err != nil {
		return actFailed(c, err)
	}
	return c.CommitTo(change, tenantHref(c), a.done)
}

func actFailed(c *web.Call, err error) error {
	refusal, status, ok := web.FormRefusal(err, "wrong-state")
	if !ok {
		return err
	}
	return showAct(c, status, refusal)
}

func showAct(c *web.Call, status int, refusal *domain.Error) error {
	a, err := actOf(c)
	if err != nil {
		return err
	}
	rec, err := windowToEdit(c, c.PathValue("id"))
	if err != nil {
		return err
	}
	reason := reasonFields[0]
	shell := c.Shell(a.title, c.Tenant().Access()).Under("Back", tenantHref(c))
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: shell,
		Intro: []string{spanOf(domain.WindowOf(rec)), "It counts from the organisation's next request on."},
		Form: &pages.Form{Action: c.Path(), Submit: a.button, Cancel: tenantHref(c), Warn: a.warns, Errors: web.FormErrors(refusal),
			Groups: []pages.FieldGroup{{Fields: []pages.FormField{{Name: "reason", Label: reason.Label, Hint: reason.Hint, Required: true,
				Value: c.Typed(refusal, func(string) string { return "" })("reason")}}}}}}))
}
