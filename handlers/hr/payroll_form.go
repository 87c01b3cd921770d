package hr

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
)

// correctFields are what a correction is given: the rest is as in what it corrects.
var correctFields = correctionFields()

func correctionFields() (fields domain.Fields) {
	for _, name := range append([]string{"pay_on"}, amounts...) {
		fields = append(fields, domain.Payroll.Columns[domain.Payroll.Index(name)].Field)
	}
	return fields
}

// removePage answers GET /payroll/{id}/remove.
func removePage(c *web.Call) error {
	rec, err := finalOrDraft(c, domain.PayDraft)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.Shell("Remove the draft payslip of "+domain.Payroll.Title(rec)+"?", c.Tenant().Access()).Under("Back", "/payroll/"+rec.ID),
		Intro: []string{"The draft for " + monthName(domain.Payroll.Get(rec)("period")) +
			" is deleted. Whoever removes a draft cannot finalise this pay run."},
		Form: &pages.Form{Action: c.Path(), Submit: "Remove draft", Cancel: "/payroll/" + rec.ID, Warn: true}}))
}

// finalOrDraft is the payslip of the address, with names, if it is in that state.
func finalOrDraft(c *web.Call, state string) (domain.Record, error) {
	view, err := c.Tenant().View(c.Context(), domain.Payroll, c.PathValue("id"))
	if err == nil && domain.Payroll.State(view.Record) != state {
		err = domain.ErrWrongState
	}
	return view.Record, err
}

// submitRemove answers POST of it.
func submitRemove(c *web.Call) error {
	rec, change, err := c.Tenant().RemovePayslip(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, runHref(domain.Payroll.Get(rec)("period")), "Draft removed")
}

// correctPage answers GET /payroll/{id}/correct.
func correctPage(c *web.Call) error { return showCorrect(c, http.StatusOK, nil) }

// submitCorrect answers POST of it.
func submitCorrect(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return correctFailed(c, err)
	}
	rec, err := finalOrDraft(c, domain.PayFinal)
	if err != nil {
		return err
	}
	get := domain.Payroll.Get(rec)
	given := map[string]string{"employee_id": get("employee_id"), "period": get("period"), "correction_of": rec.ID}
	for _, f := range correctFields {
		given[f.Name] = in.Get(f.Name)
	}
	made, change, err := c.Tenant().Create(c.Context(), domain.Payroll, domain.Payroll.Row(given))
	if err != nil {
		return correctFailed(c, err)
	}
	return c.CommitTo(change, "/payroll/"+made.ID, "Correction added as a draft")
}

func correctFailed(c *web.Call, err error) error {
	refusal, status, ok := web.FormRefusal(err, "payslip-exists")
	if !ok {
		return err
	}
	return showCorrect(c, status, refusal)
}

func showCorrect(c *web.Call, status int, refusal *domain.Error) error {
	rec, err := finalOrDraft(c, domain.PayFinal)
	if err != nil {
		return err
	}
	here := "/payroll/" + rec.ID
	value := c.Typed(refusal, func(string) string { return "" })
	shell := c.Shell("Correct the payslip of "+domain.Payroll.Title(rec), c.Tenant().Access()).Under("Back", here)
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: shell,
		Intro: []string{"A final payslip never changes. A correction for " + monthName(domain.Payroll.Get(rec)("period")) +
			" pays what was missing, on top of it. Take back what was paid too much in a later month, under other deductions."},
		Form: &pages.Form{Action: c.Path(), Submit: "Add correction", Cancel: here, Errors: web.FormErrors(refusal),
			Groups: []pages.FieldGroup{{Fields: record.Fields(correctFields, value, nil)}}}}))
}
