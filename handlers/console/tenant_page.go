package console

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/pages/chart"
	"ringfence/handlers/web"
	"ringfence/store"
)

// statusTags say how an organisation's window stands.
var statusTags = map[domain.Status][2]string{
	domain.Active: {"Active", "green"}, domain.NotStarted: {"Not started", "blue"}, domain.Lapsed: {"Lapsed", "red"},
	domain.Suspended: {"Suspended", "orange"}, domain.NoWindow: {"Nothing sold", "grey"},
}

// stripMonths are the months before and after today that the list's strips show.
const stripMonths = 12

// tenantListPage answers GET /tenants.
func tenantListPage(c *web.Call) error {
	f, err := tenantFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Console().Tenants(c.Context(), f)
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := TenantListPage{Shell: c.Shell("Organisations", access), Filters: tenantFilters(c, f), Count: domain.Plural(list.Total, "organisation", "organisations")}
	page.Filtered = f.Text != "" || f.Status != "" || f.Plan != "" || f.EndsBefore != 0
	rows, leads := web.Paged(c, list.Rows, f.Limit, tenantID)
	for _, t := range rows {
		page.Rows = append(page.Rows, tenantRow(c, t, list.Windows[t.ID]))
	}
	page.Pages = leads
	if billers.Has(access.User.Role) {
		page.AddHref = "/tenants/new"
	}
	return c.Render(http.StatusOK, TenantList(page))
}

func tenantRow(c *web.Call, t store.TenantRow, windows []domain.Window) pages.Row {
	now := c.Now().UTC()
	strip := chart.Strip{Windows: chartWindows(windows), From: now.AddDate(0, -stripMonths, 0), To: now.AddDate(0, stripMonths, 0), Now: now}
	tag := statusTags[t.Status]
	return pages.Row{
		{Content: pages.TwoLines(t.Name, "/tenants/"+t.Slug, t.Slug+"."+c.Base())},
		{Content: pages.Tag(tag[0], tag[1])},
		{Content: windowCell(strip.Show(), spanOf(t.Window))},
		{Text: cmp.Or(t.Window.Plan, "–")},
		{Text: seatsOf(t), Numeric: true},
	}
}

func seatsOf(t store.TenantRow) string {
	return domain.Count(t.SeatsUsed) + " of " + domain.Count(t.Window.Seats)
}

func spanOf(w domain.Window) string {
	if w.ID == "" {
		return "No window"
	}
	return web.FormatDay(w.From) + " to " + web.FormatDay(w.Until)
}

func chartWindows(windows []domain.Window) (list []chart.Window) {
	for _, w := range windows {
		label := w.Plan
		if w.Suspended {
			label += " (suspended)"
		}
		list = append(list, chart.Window{Label: label, From: time.UnixMilli(w.From).UTC(), To: time.UnixMilli(w.Until).UTC()})
	}
	return list
}

func tenantFilters(c *web.Call, f store.TenantFilter) []pages.FormField {
	states := []pages.Option{{Label: "All"}}
	for _, s := range statuses {
		states = append(states, pages.Option{Value: s, Label: statusTags[domain.Status(s)][0]})
	}
	sorts := []pages.Option{{Label: "Name"}, {Value: "valid_until", Label: "Ends first"}, {Value: "-created_at", Label: "Newest first"},
		{Value: "-seats_used", Label: "Most seats used"}}
	ends := c.Request().URL.Query().Get("ends_before")
	return []pages.FormField{
		{Name: "q", Label: "Search", Kind: pages.Search, Value: f.Text, Required: true},
		{Name: "status", Label: "Status", Kind: pages.Select, Value: string(f.Status), Options: states, Required: true},
		{Name: "ends_before", Label: "Ends before", Kind: pages.Day, Value: ends, Required: true},
		{Name: "sort", Label: "Sort by", Kind: pages.Select, Value: f.Sort, Options: sorts, Required: true},
	}
}

// tenantPage answers GET /tenants/{slug}.
func tenantPage(c *web.Call) error {
	f, err := c.Console().TenantFile(c.Context(), c.PathValue("slug"))
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	tag := statusTags[f.Status]
	page := TenantPage{Shell: c.Shell(f.Name, access).Under("Organisations", "/tenants"), Status: tag[0], Colour: tag[1],
		Facts: pages.Section{Title: "Organisation", Rows: []pages.SummaryRow{
			{Label: "Address", Value: f.Slug + "." + c.Base()}, {Label: "Region", Value: domain.Choice.Display(f.Region)}, {Label: "Seats", Value: seatsOf(f.TenantRow)},
			{Label: "Since", Value: web.FormatDay(f.CreatedAt)}, {Label: "Schema version", Value: strconv.FormatInt(f.Schema, 10)}}}}
	if billers.Has(access.User.Role) {
		page.AddHref = c.Path() + "/windows/new"
	}
	windows := make([]domain.Window, 0, len(f.Windows))
	for i := len(f.Windows) - 1; i >= 0; i-- { // the newest first
		w := domain.WindowOf(f.Windows[i])
		page.Windows = append(page.Windows, windowRow(c, f.Windows[i], w, page.AddHref != ""))
		if !w.Void() {
			windows = append(windows, w)
		}
	}
	page.Timeline = chart.Timeline{Head: chart.Head{ID: "windows", Title: "Subscription windows"}, Windows: chartWindows(windows), Now: c.Now().UTC()}
	return c.Render(http.StatusOK, TenantShow(page))
}

// windowRow is a window with what may be done about it.
func windowRow(c *web.Call, rec domain.Record, w domain.Window, may bool) pages.Row {
	now, get := c.Now().UnixMilli(), domain.Windows.Get(rec)
	tag := statusTags[w.StatusAt(now)]
	if get("cancelled_at") != "" {
		tag = [2]string{"Cancelled", "grey"}
	}
	invoice := cmp.Or(get("invoice_reference"), get("purchase_order"))
	if get("source") == domain.FromStripe {
		invoice = "Stripe"
	}
	var links []pages.Link
	if may && w.Until > now {
		here := c.Path() + "/windows/" + rec.ID + "/"
		links = []pages.Link{{Label: "Change", Href: here + "edit"}, {Label: "Suspend", Href: here + "suspend"}, {Label: "Cancel", Href: here + "cancel"}}
		if w.Suspended {
			links[1] = pages.Link{Label: "Resume", Href: here + "resume"}
		}
	}
	return pages.Row{{Text: web.FormatDay(w.From) + " to " + web.FormatDay(w.Until)}, {Content: pages.Tag(tag[0], tag[1])}, {Text: w.Plan},
		{Text: domain.Count(w.Seats), Numeric: true}, {Text: invoice}, {Text: get("reason")}, {Content: actions(links)}}
}
