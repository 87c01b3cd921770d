package privacy

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// correctionFields are what somebody says is wrong with what is held on them.
var correctionFields = domain.Fields{{Name: "details", Label: "What is wrong, and what would be right", Kind: domain.Lines, Required: true, Max: 4000}}

// myselfPage answers GET of one's own data: where it is, and who did what with it.
func myselfPage(c *web.Call) error { return showMyself(c, http.StatusOK, nil) }

func showMyself(c *web.Call, status int, refusal *domain.Error) error {
	staff, _, log, err := c.Tenant().Myself(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := Myself{Shell: c.Shell("Your data", access), Log: logTable("Who changed your records, or was given them", linesOf(log))}
	if staff != "" {
		page.Links = ownLinks(access, staff)
		typed := c.Typed(refusal, func(string) string { return "" })
		page.Form = &pages.Form{Action: "/your-data", Submit: "Ask for a correction", Errors: web.FormErrors(refusal),
			Groups: []pages.FieldGroup{{Legend: "Is something wrong?", Fields: []pages.FormField{{Name: "details", Kind: pages.Textarea,
				Label: correctionFields[0].Label, Value: typed("details"), Required: true}}}}}
	}
	return c.Render(status, ShowMyself(page))
}

// ownLinks lead to one's own records of each kind that the plan has.
func ownLinks(access *store.Access, staff string) (list []pages.Link) {
	if !access.Window.Licenses(domain.ModuleHR) {
		return nil
	}
	return []pages.Link{{Label: "Your staff record", Href: "/employees/" + staff}, {Label: "Your absences", Href: "/absences?employee_id=" + staff},
		{Label: "Your training", Href: "/training?employee_id=" + staff}, {Label: "Your credentials", Href: "/credentials?employee_id=" + staff},
		{Label: "Your payslips", Href: "/payslips"}}
}

func linesOf(log []store.AuditLine) (list []logLine) {
	for _, l := range log {
		list = append(list, lineOf(l))
	}
	return list
}

// submitCorrection answers POST of it: those who answer such requests have a case.
func submitCorrection(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		refusal, status, ok := web.FormRefusal(err)
		if !ok {
			return err
		}
		return showMyself(c, status, refusal)
	}
	staff, name, _, err := c.Tenant().Myself(c.Context())
	switch {
	case err != nil:
		return err
	case staff == "":
		return domain.ErrNotFound
	}
	_, change, err := c.Tenant().Create(c.Context(), domain.Cases, domain.Cases.Row(map[string]string{"kind": "rectification", "subject_name": name,
		"employee_id": staff, "received_on": c.Today(), "details": in.Get("details")}))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/your-data", "Your request was sent. You are answered within a month")
}
