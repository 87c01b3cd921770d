package hr

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
	"ringfence/store"
)

var leaveRulesShape = web.Named("LeaveSettings", web.Object(web.Has("nation", web.Text), web.Has("first_month", web.Integer),
	web.Has("annual_leave_days", number), web.Has("carry_over_days", number)))

func settingsRoutes() []web.Route {
	may := web.AnyOf(keepers)
	return []web.Route{
		web.Get("/api/settings/leave", "The organisation's rules of annual leave", leaveRules).For(may).
			Returns(leaveRulesShape).Named("getLeaveSettings"),
		web.Put("/api/settings/leave", "Change the organisation's rules of annual leave", setLeaveRules).For(may).
			Takes(domain.LeaveRuleFields).Returns(leaveRulesShape).Named("setLeaveSettings"),
		web.Page("/settings/leave", "The organisation's rules of annual leave", leaveRulesPage).For(may).
			Menu(domain.AreaAdministration, "Leave settings").AtEnd(),
		web.Form("/settings/leave", "Change them from the page", submitLeaveRules).For(may).Takes(domain.LeaveRuleFields),
	}
}

// leaveRules answers GET /api/settings/leave.
func leaveRules(c *web.Call) error {
	l, err := c.Tenant().LeaveRules(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, []byte(l.JSON()))
}

// setLeaveRules answers PUT /api/settings/leave.
func setLeaveRules(c *web.Call) error {
	l, change, err := changeLeaveRules(c)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: l.JSON()})
}

func changeLeaveRules(c *web.Call) (l store.LeaveRules, change *store.Change, err error) {
	in, err := c.Bind()
	if err == nil {
		err = domain.CheckLeaveRules(in)
	}
	if err != nil {
		return l, nil, err
	}
	l = store.LeaveRules{Nation: in.Get("nation"), Month: in.Get("first_month"), Days: in.Get("annual_leave_days"), Carry: in.Get("carry_over_days")}
	change, err = c.Tenant().SetLeaveRules(c.Context(), l)
	return l, change, err
}

// leaveRulesPage answers GET /settings/leave.
func leaveRulesPage(c *web.Call) error { return showLeaveRules(c, http.StatusOK, nil) }

// submitLeaveRules answers POST of it.
func submitLeaveRules(c *web.Call) error {
	_, change, err := changeLeaveRules(c)
	if refusal, status, ok := web.FormRefusal(err); ok {
		return showLeaveRules(c, status, refusal)
	}
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/settings/leave", "Settings saved")
}

func showLeaveRules(c *web.Call, status int, refusal *domain.Error) error {
	l, err := c.Tenant().LeaveRules(c.Context())
	if err != nil {
		return err
	}
	kept := map[string]string{"nation": l.Nation, "first_month": l.Month, "annual_leave_days": l.Days, "carry_over_days": l.Carry}
	value := c.Typed(refusal, func(name string) string { return kept[name] })
	return c.Render(status, record.Form(record.FormPage{Shell: c.Shell("Leave settings", c.Tenant().Access()),
		Form: pages.Form{Action: "/settings/leave", Submit: "Save", Errors: web.FormErrors(refusal),
			Groups: []pages.FieldGroup{{Fields: record.Fields(domain.LeaveRuleFields, value, nil)}}}}))
}
