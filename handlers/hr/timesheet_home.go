package hr

import (
	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// shownWeeks is how many of one's own timesheets the home page has.
const shownWeeks = 3

// sheetCard is one's own week, and what was returned. Who has no staff record has
// none.
func sheetCard(c *web.Call) (store.Reading, web.Shown) {
	var m store.MyWeeks
	monday := domain.MondayOf(c.Today())
	return c.Tenant().MyTimesheets(&m, monday, shownWeeks), func(*store.Access) templ.Component {
		if m.Staff == "" {
			return nil
		}
		var items []pages.Item
		for _, w := range m.Weeks {
			state := domain.Timesheets.States.Named(w.State)
			items = append(items, pages.Item{Text: "Week starting " + web.FormatDate(w.Start), Href: "/timesheets/" + w.ID,
				Below: domain.Hours(w.Minutes), Tag: state.Label, Colour: state.Colour})
		}
		return mySheets(items, m.This(monday) == nil)
	}
}

// startWeek answers POST of the button that begins one's own timesheet of this
// week, and leads to it. If it is there already it leads there alone.
func startWeek(c *web.Call) error {
	var m store.MyWeeks
	monday := domain.MondayOf(c.Today())
	err := c.Tenant().ReadAll(c.Context(), func(*store.Access) []store.Reading {
		return []store.Reading{c.Tenant().MyTimesheets(&m, monday, 1)}
	})
	switch this := m.This(monday); {
	case err != nil:
		return err
	case m.Staff == "":
		return domain.ErrNotFound
	case this != nil:
		return c.Redirect("/timesheets/" + this.ID)
	}
	r := domain.Timesheets
	values := r.Row(map[string]string{"employee_id": m.Staff, "week_start": monday})
	rec, change, err := c.Tenant().Create(c.Context(), r, values)
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/timesheets/"+rec.ID+"/edit", "")
}
