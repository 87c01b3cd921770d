package console

import (
	"net/http"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

var statuses = []string{string(domain.Active), string(domain.Lapsed), string(domain.NotStarted), string(domain.Suspended), string(domain.NoWindow)}

var tenantParams = append([]web.Param{
	web.TextParam("q", "Words to look for, in any order, in names and slugs"),
	web.TextParam("status", strings.Join(statuses, ", ")),
	web.TextParam("plan", "The id of a plan"),
	web.TimeParam("ends_before", "Whose window ends before this time or day"),
	web.TextParam("sort", "One of "+strings.Join(store.TenantSorts, ", ")+"; with - before it the other way round"),
}, web.PageParams...)

// The shapes of the answers, by their names in the OpenAPI document.
var (
	tenantMembers = []web.Member{web.Has("slug", web.Text), web.Has("name", web.Text), web.Has("region", web.OneOf(domain.Regions...)),
		web.Has("hostname", web.Text), web.Has("status", web.OneOf(statuses...)), web.Has("plan", web.OrNull(web.Text)),
		web.Has("seats", web.OrNull(web.Integer)), web.Has("seats_used", web.Integer), web.Has("valid_from", web.OrNull(web.Time)),
		web.Has("valid_until", web.OrNull(web.Time)), web.Has("created_at", web.Time)}

	tenantShape = web.Named("Tenant", web.Object(tenantMembers...))

	tenantFileShape = web.Named("TenantFile", web.Object(append(tenantMembers[:len(tenantMembers):len(tenantMembers)],
		web.Has("hostnames", web.Texts), web.Has("subscriptions", web.ListOf(windowShape)), web.Has("schema_version", web.Integer),
		web.Has("database", web.Text))...))
)

// tenantFilter reads what narrows, sorts and pages the list.
func tenantFilter(c *web.Call) (store.TenantFilter, error) {
	q := c.Query()
	f := store.TenantFilter{Text: q.Text("q"), Status: domain.Status(q.Text("status")), Plan: q.Text("plan"),
		EndsBefore: q.Time("ends_before", false), Sort: q.Text("sort"), After: q.Text("cursor"), Limit: q.Limit()}
	if f.Status != "" && !slices.Contains(statuses, string(f.Status)) {
		q.Refuse("status", "unknown", "status must be one of "+strings.Join(statuses, ", "))
	}
	if f.Sort != "" && !slices.Contains(store.TenantSorts, strings.TrimPrefix(f.Sort, "-")) {
		q.Refuse("sort", "unknown", "sort must be one of "+strings.Join(store.TenantSorts, ", "))
	}
	return f, q.Err()
}

// tenants answers GET /api/tenants (SUB-4).
func tenants(c *web.Call) error {
	f, err := tenantFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Console().Tenants(c.Context(), f)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list.Rows, f.Limit, tenantID, func(o *domain.Object, t store.TenantRow) { tenantJSON(c, o, t) }))
}

func tenantID(t store.TenantRow) string { return t.ID }

// tenant answers GET /api/tenants/{slug}.
func tenant(c *web.Call) error {
	f, err := c.Console().TenantFile(c.Context(), c.PathValue("slug"))
	if err != nil {
		return err
	}
	o := domain.Object{}
	tenantJSON(c, &o, f.TenantRow).Texts("hostnames", f.Hosts).
		List("subscriptions", len(f.Windows), func(i int, item *domain.Object) { windowJSON(c, item, f.Windows[i]) }).
		Int("schema_version", f.Schema).Text("database", f.Database)
	return c.JSON(http.StatusOK, o.Bytes())
}

func tenantJSON(c *web.Call, o *domain.Object, t store.TenantRow) *domain.Object {
	o.Text("slug", t.Slug).Text("name", t.Name).Text("region", t.Region).Text("hostname", t.Slug+"."+c.Base()).
		Text("status", string(t.Status)).TextOrNull("plan", t.Window.Plan)
	if t.Window.ID == "" {
		return o.Raw("seats", "null").Int("seats_used", t.SeatsUsed).Raw("valid_from", "null").Raw("valid_until", "null").
			Text("created_at", web.Timestamp(t.CreatedAt))
	}
	return o.Int("seats", t.Window.Seats).Int("seats_used", t.SeatsUsed).Text("valid_from", web.Timestamp(t.Window.From)).
		Text("valid_until", web.Timestamp(t.Window.Until)).Text("created_at", web.Timestamp(t.CreatedAt))
}
