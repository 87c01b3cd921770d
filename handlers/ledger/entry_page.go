package ledger

import (
	"net/http"
	"slices"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// entryPage answers GET /ledger/{seq}: one entry, and what proves it.
func entryPage(c *web.Call) error {
	seq, err := strconv.ParseInt(c.PathValue("seq"), 10, 64)
	if err != nil || seq < 1 || seq >= 1<<53-1 {
		return c.AfterCheck(domain.ErrNotFound)
	}
	lines, err := c.Tenant().Audit(c.Context(), store.AuditFilter{Before: seq + 1, Limit: 1})
	if err != nil {
		return err
	}
	if len(lines) == 0 || lines[0].Seq != seq {
		return domain.ErrNotFound
	}
	l := lines[0]
	page := EntryPage{Shell: c.Shell("Entry "+domain.Count(seq), c.Tenant().Access()).Under("Activity", "/ledger"),
		Activity: web.Activity(lines[:1])[0], Changes: changes(l), Technical: technical(l)}
	page.Activity.Text = append(page.Activity.Text, pages.Phrase{Text: "."})
	if l.Page != "" {
		page.History = "/ledger?entity=" + l.Entity + "&entity_id=" + l.EntityID
	}
	return c.Render(http.StatusOK, ShowEntry(page))
}

// changes are an entry's fields before and after, without what is hidden.
func changes(l store.AuditLine) (list []Change) {
	for _, f := range web.DeedOf(l).Changes() {
		change := Change{Field: f.Label, Before: f.Before, After: f.After}
		if f.Hidden {
			change.Before, change.After = "", "Not shown here"
		}
		list = append(list, change)
	}
	return list
}

// technical is the entry as it stands in the chain.
func technical(l store.AuditLine) []pages.SummaryRow {
	rows := []pages.SummaryRow{
		{Label: "Entry", Value: strconv.FormatInt(l.Seq, 10)}, {Label: "Time (UTC)", Value: web.Timestamp(l.At)},
		{Label: "Action", Value: l.Action}, {Label: "By", Value: l.Actor}, {Label: "Role", Value: l.Role},
		{Label: "Record", Value: l.Entity + " " + l.EntityID},
	}
	deed := web.DeedOf(l)
	for _, side := range []struct {
		label  string
		values map[string]string
	}{{"before", deed.Before}, {"after", deed.After}} {
		for _, name := range sorted(side.values) {
			rows = append(rows, pages.SummaryRow{Label: name + ", " + side.label, Value: side.values[name]})
		}
	}
	return append(rows, pages.SummaryRow{Label: "Request", Value: l.RequestID},
		pages.SummaryRow{Label: "Hash", Value: l.Hash}, pages.SummaryRow{Label: "Hash before it", Value: l.PrevHash})
}

func sorted(values map[string]string) (names []string) {
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
