package hr

import (
	"bytes"
	"net/http"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store/pdf"
)

// payslipsPage answers GET /payslips.
func payslipsPage(c *web.Call) error {
	list, err := c.Tenant().MyPayslips(c.Context())
	if err != nil {
		return err
	}
	page := PayslipsPage{Shell: c.Shell("Your payslips", c.Tenant().Access())}
	for _, s := range list {
		label := monthName(s.Period)
		if s.Correction {
			label += ", correction"
		}
		page.Rows = append(page.Rows, pages.Row{{Text: label, Href: "/payslips/" + s.ID}, {Text: web.FormatDate(s.PayOn)},
			{Text: domain.Pounds(s.Net), Numeric: true}})
	}
	return c.Render(http.StatusOK, Payslips(page))
}

// payslip is a final one with what stands on it.
type payslip struct {
	title      string
	about, pay []pages.SummaryRow
	net        string
	finalised  time.Time
}

// readPayslip reads the one of the address: one's own, or of whom one reaches.
// A draft is nobody's payslip.
func readPayslip(c *web.Call) (s payslip, err error) {
	view, err := c.Tenant().Payslip(c.Context(), c.PathValue("id"))
	if err != nil {
		return s, err
	}
	r, get := domain.Payroll, domain.Payroll.Get(view.Slip)
	s.title, s.finalised = "Payslip for "+monthName(get("period")), time.UnixMilli(domain.Whole(get("finalised_at")))
	if get("correction_of") != "" {
		s.title += ", correction"
	}
	s.about = []pages.SummaryRow{{Label: "Employer", Value: c.Tenant().Info().Name}, {Label: "Name", Value: r.Title(view.Slip)},
		{Label: "Job title", Value: view.Job}, {Label: "National Insurance number", Value: view.NINumber},
		{Label: "Pay date", Value: web.FormatDate(get("pay_on"))}}
	s.net = domain.Pounds(domain.Whole(get("net_pence")))
	for _, name := range amounts {
		i := r.Index(name)
		s.pay = append(s.pay, pages.SummaryRow{Label: r.Columns[i].Label, Value: domain.Pounds(domain.Whole(view.Slip.Values[i]))})
	}
	return s, nil
}

// payslipPage answers GET /payslips/{id}.
func payslipPage(c *web.Call) error {
	s, err := readPayslip(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, Payslip(PayslipPage{Shell: c.Shell(s.title, c.Tenant().Access()).Under("Your payslips", "/payslips"),
		Sections: []pages.Section{{Title: "About", Rows: s.about}, {Title: "Pay", Rows: s.pay}}, File: c.Path() + "/payslip.pdf"}))
}

// payslipPDF answers GET of the same as a file.
func payslipPDF(c *web.Call) error {
	s, err := readPayslip(c)
	if err != nil {
		return err
	}
	text, err := s.pdf(c.Tenant().Info().Name)
	if err != nil {
		return err
	}
	c.SetHeader("Content-Disposition", `attachment; filename="payslip.pdf"`)
	c.Respond(http.StatusOK, "application/pdf", text)
	return nil
}

// pdf is the payslip on paper. Whoever keeps it needs no page of ours: the law
// asks for gross pay, each deduction and net pay (Employment Rights Act 1996, s 8).
func (s payslip) pdf(employer string) ([]byte, error) {
	d := pdf.New(pdf.Info{Title: s.title, Author: employer, Created: s.finalised})
	d.Heading(1, s.title)
	var about []pdf.Definition
	for _, row := range s.about {
		if row.Value != "" {
			about = append(about, pdf.Definition{Label: row.Label, Text: row.Value})
		}
	}
	d.Definitions(about...)
	table := d.Table(pdf.Column{Label: "Pay and deductions", Share: 3}, pdf.Column{Label: "Amount", Numeric: true})
	for _, row := range s.pay {
		table.Row(row.Label, row.Value)
	}
	d.Heading(2, "Net pay "+s.net)
	var text bytes.Buffer
	err := d.Write(&text)
	return text.Bytes(), err
}
