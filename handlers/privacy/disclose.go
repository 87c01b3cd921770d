package privacy

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// disclose answers GET of everything on a member of staff: JSON, or the
// document for a reader who asks for a page.
func disclose(c *web.Call) error {
	q := c.Query()
	id, redact := q.Text("empId"), q.Text("redact")
	if id == "" {
		q.Refuse("empId", "required", "empId is required")
	}
	if redact != "" && redact != "others" {
		q.Refuse("redact", "unknown", "redact must be others")
	}
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	removed := nothing
	if redact != "" {
		removed = everything
	}
	d, err := disclosed(c, id, removed)
	if err != nil {
		return err
	}
	if strings.Contains(c.Request().Header.Get("Accept"), "text/html") {
		return showDocument(c, d)
	}
	return c.JSON(http.StatusOK, d.json(c.Tenant().Info().Name, c.Now().UnixMilli()))
}

// disclosed reads it, and leaves the entry that says so.
func disclosed(c *web.Call, id string, removed removal) (*dossier, error) {
	s, change, err := c.Tenant().Subject(c.Context(), id)
	if err != nil {
		return nil, err
	}
	return dossierOf(s, removed), c.Tenant().Commit(c.Context(), change, store.Answer{})
}

// dataPage answers GET of the page before it is handed over.
func dataPage(c *web.Call) error {
	d, err := disclosed(c, c.PathValue("id"), nothing)
	if err != nil {
		return err
	}
	return showDocument(c, d)
}

// submitData answers POST of it: the document without what was ticked.
func submitData(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	var remove []string
	if list := in.Get("remove"); list != "" {
		if err := json.Unmarshal([]byte(list), &remove); err != nil {
			return err
		}
	}
	d, err := disclosed(c, c.PathValue("id"), func(key string) bool { return slices.Contains(remove, key) })
	if err != nil {
		return err
	}
	return showDocument(c, d)
}

func showDocument(c *web.Call, d *dossier) error {
	page := Document{Shell: c.Shell("Everything held on "+d.Name, c.Tenant().Access()).Under(d.Name, "/employees/"+d.ID),
		Controller: c.Tenant().Info().Name, At: web.FormatTime(c.Now().UnixMilli()), Told: told(d)}
	for i := range d.tables {
		page.Tables = append(page.Tables, d.tables[i].shown()...)
	}
	page.Log = logTable("Who read or changed it", d.log)
	page.Remove = pages.FormField{Name: "remove", Kind: pages.Checkboxes, Label: "Leave out"}
	for _, o := range d.others {
		page.Remove.Options = append(page.Remove.Options, pages.Option{Value: o.key, Label: o.label + " (" + domain.Plural(int64(len(o.places)), "place", "places") + ")"})
	}
	page.Action = "/employees/" + d.ID + "/data"
	return c.Render(http.StatusOK, ShowDocument(page))
}

// logTable is who did what, and when.
func logTable(caption string, log []logLine) pages.Table {
	t := pages.Table{Caption: caption, Columns: []string{"When", "Who", "What"}}
	for _, l := range log {
		t.Rows = append(t.Rows, pages.Row{{Text: web.FormatTime(l.at)}, {Text: l.name()}, {Text: domain.Capital(l.what)}})
	}
	return t
}

// told are the particulars in the order of the document.
func told(d *dossier) []Told {
	return []Told{{"Why we hold it", purposes}, {"Who else sees it", recipients}, {"How long we keep it", retention(d)},
		{"Where it comes from", []string{source, automated}}, {"Your rights", rights}}
}

// shown are the rows of a table, a section each.
func (h *held) shown() (list []pages.Section) {
	for n, row := range h.rows {
		s := pages.Section{Title: h.label}
		if len(h.rows) > 1 {
			s.Title += ", " + domain.Count(int64(n+1)) + " of " + domain.Count(int64(len(h.rows)))
		}
		for _, f := range row {
			switch {
			case f.removed:
				s.Rows = append(s.Rows, pages.SummaryRow{Label: f.label, Value: removedText})
			case f.text != "":
				s.Rows = append(s.Rows, pages.SummaryRow{Label: f.label, Value: f.text})
			}
		}
		list = append(list, s)
	}
	return list
}
