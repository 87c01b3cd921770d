package console

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// windowFields are what is said of a window; the organisation is in the path.
var windowFields = domain.Windows.EditInput()

var windowShape = web.Named("Subscription", web.RecordOf(domain.Windows.Table,
	web.Has("status", web.OneOf(statuses[:4]...))))

// windowJSON writes a window as it was sold, and how it stands now.
func windowJSON(c *web.Call, o *domain.Object, rec domain.Record) *domain.Object {
	return web.RecordJSON(o, domain.Windows.Table, rec, c.Tenant().Access().User.Role).
		Text("status", string(domain.WindowOf(rec).StatusAt(c.Now().UnixMilli())))
}

func windowText(c *web.Call, rec domain.Record) string {
	return windowJSON(c, &domain.Object{}, rec).String()
}

// subscriptions answers GET /api/tenants/{slug}/subscriptions.
func subscriptions(c *web.Call) error {
	f, err := c.Console().TenantFile(c.Context(), c.PathValue("slug"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(f.Windows, len(f.Windows), nil, func(o *domain.Object, rec domain.Record) { windowJSON(c, o, rec) }))
}

// addSubscription answers POST of it.
func addSubscription(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	rec, change, err := c.Console().AddWindow(c.Context(), c.PathValue("slug"), given(in))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Type: web.JSONType, Body: windowText(c, rec)})
}

// editSubscription answers PATCH /api/subscriptions/{id}.
func editSubscription(c *web.Call) error {
	return web.Edit(c, func(in *domain.Input, version int64) (domain.Record, *store.Change, error) {
		if in.Get("reason") == "" {
			return domain.Record{}, nil, c.AfterCheck(domain.Invalid(*windowFields[windowFields.Index("reason")].Missing()))
		}
		return c.Console().EditWindow(c.Context(), c.PathValue("id"), version, given(in))
	}, func(rec domain.Record) (string, error) { return windowText(c, rec), nil })
}

// cancelSubscription answers POST /api/subscriptions/{id}/cancel.
func cancelSubscription(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	rec, change, err := c.Console().CancelWindow(c.Context(), c.PathValue("id"), domain.Whole(in.Get("at")), in.Get("reason"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: windowText(c, rec)})
}

// given are the fields that an input names.
func given(in *domain.Input) map[string]string {
	list := map[string]string{}
	for _, f := range windowFields {
		if in.Has(f.Name) {
			list[f.Name] = in.Get(f.Name)
		}
	}
	return list
}
