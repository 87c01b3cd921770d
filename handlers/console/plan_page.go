package console

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
)

// planListPage answers GET /plans.
func planListPage(c *web.Call) error {
	list, err := c.Console().Plans(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := PlanListPage{Shell: c.Shell("Plans", access)}
	for _, p := range list {
		get := domain.Plans.Get(p)
		var links []pages.Link
		if owners.Has(access.User.Role) {
			links = []pages.Link{{Label: "Change", Href: "/plans/" + p.ID + "/edit"}}
		}
		page.Rows = append(page.Rows, pages.Row{{Content: pages.TwoLines(get("name"), "", p.ID)}, {Text: domain.Modules.Display(get("modules"))},
			{Text: domain.Count(domain.Whole(get("seats"))), Numeric: true},
			{Text: domain.Pounds(domain.Whole(get("price_pence"))) + " a " + get("interval"), Numeric: true}, {Content: actions(links)}})
	}
	return c.Render(http.StatusOK, PlanList(page))
}

// planPage answers GET /plans/{id}/edit.
func planPage(c *web.Call) error { return showPlan(c, http.StatusOK, nil) }

// submitPlan answers POST of it.
func submitPlan(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return planFailed(c, err)
	}
	_, change, err := decidePlan(c, in)
	if err != nil {
		return planFailed(c, err)
	}
	return c.CommitTo(change, "/plans", "Plan saved")
}

func planFailed(c *web.Call, err error) error {
	refusal, status, ok := web.FormRefusal(err)
	if !ok {
		return err
	}
	return showPlan(c, status, refusal)
}

func showPlan(c *web.Call, status int, refusal *domain.Error) error {
	list, err := c.Console().Plans(c.Context())
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.ID != c.PathValue("id") {
			continue
		}
		value := c.Typed(refusal, func(name string) string { return record.Recorded(domain.Plans, p, name) })
		access := c.Tenant().Access()
		return c.Render(status, pages.Sheet(pages.SheetPage{Shell: c.Shell("Change "+domain.Plans.Title(p), access).Under("Plans", "/plans"),
			Form: &pages.Form{Action: c.Path(), Submit: "Save changes", Cancel: "/plans", Errors: web.FormErrors(refusal),
				Groups: record.Groups(domain.Plans, access.User.Role, p, value, nil)}}))
	}
	return domain.ErrNotFound
}
