package console

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/web"
)

var reportParams = []web.Param{
	web.TimeParam("ends_from", "Windows that end at or after this time or day"),
	web.TimeParam("ends_to", "Windows that end before this time, or on or before this day"),
}

// windowsCSV answers GET /api/reports/windows.csv.
func windowsCSV(c *web.Call) error {
	q := c.Query()
	from, until := q.Time("ends_from", false), q.Time("ends_to", true)
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Console().WindowsEnding(c.Context(), from, until)
	if err != nil {
		return err
	}
	var text strings.Builder
	w := csvio.NewWriter(&text, true)
	_ = w.WriteText("slug", "name", "plan", "seats", "valid_from", "valid_until", "status", "source", "purchase_order", "invoice_reference") // a strings.Builder does not fail
	for _, s := range list {
		_ = w.Write(csvio.Text(s.Slug), csvio.Text(s.Name), csvio.Text(s.Plan), csvio.Value(domain.Count(s.Seats)),
			csvio.Value(web.Timestamp(s.From)), csvio.Value(web.Timestamp(s.Until)), csvio.Value(string(s.StatusAt(c.Now().UnixMilli()))),
			csvio.Text(s.Source), csvio.Text(s.PurchaseOrder), csvio.Text(s.Invoice))
	}
	c.SetHeader("Content-Disposition", `attachment; filename="windows.csv"`)
	c.Respond(http.StatusOK, "text/csv; charset=utf-8", []byte(text.String()))
	return nil
}
