package hr

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// expiringFigure is for whom it leads to the board, with everybody on it.
func expiringFigure(c *web.Call) (store.Reading, web.Shown) {
	var n int64
	return c.Tenant().CountExpiring(&n, domain.Credentials, daysAfter(c.Today(), domain.ExpiresSoon)),
		figure(&n, "registrations expiring", "/credentials/expiring")
}

// inDateFigure is how much of the mandatory training is in date; nothing where
// none is mandatory.
func inDateFigure(c *web.Call) (store.Reading, web.Shown) {
	var n store.InDate
	return c.Tenant().TrainingInDate(&n, c.Today()), func(*store.Access) templ.Component {
		if n.Required == 0 {
			return nil
		}
		return pages.Figure{Number: domain.Count(n.Done*100/n.Required) + "%", Label: "training in date", Href: matrixPath}.Show()
	}
}

// shownExpiring is how many of them the home page has.
const shownExpiring = 5

// teamCard is what expires soon of a manager's people.
func teamCard(c *web.Call) (store.Reading, web.Shown) {
	var credentials, training []store.Expiring
	day := daysAfter(c.Today(), domain.ExpiresSoon)
	reading := store.Together(c.Tenant().ExpiringBy(&credentials, domain.Credentials, day, shownExpiring),
		c.Tenant().ExpiringBy(&training, domain.Training, day, shownExpiring))
	return reading, func(*store.Access) templ.Component {
		list := append(credentials, training...)
		slices.SortStableFunc(list, func(a, b store.Expiring) int { return strings.Compare(a.On, b.On) })
		return team(expiringItems(list[:min(len(list), shownExpiring)], c.Today()))
	}
}

func expiringItems(list []store.Expiring, today string) (items []pages.Item) {
	for _, e := range list {
		items = append(items, expiryItem(e.Name, e.Of.Page+"/"+e.ID, what(e)+", ", e.On, today))
	}
	return items
}

// expiryItem is a line of what is good until a day, before which below stands.
func expiryItem(text, href, below, until, today string) pages.Item {
	item := pages.Item{Text: text, Href: href, Below: below}
	if until != "" {
		item.Below += web.FormatDate(until)
	}
	standing := domain.StandingOf(until, true, today, daysAfter(today, domain.ExpiresSoon))
	item.Tag, item.Colour = standing.Label, standing.Colour
	return item
}

// dueCard is the mandatory training that its reader has to do; nothing where
// there is none.
func dueCard(c *web.Call) (store.Reading, web.Shown) {
	var list []store.Due
	today := c.Today()
	return c.Tenant().TrainingDue(&list, daysAfter(today, domain.ExpiresSoon)), func(*store.Access) templ.Component {
		if len(list) == 0 {
			return nil
		}
		var items []pages.Item
		for _, d := range list {
			items = append(items, expiryItem(d.Course, "/courses/"+d.ID, "", d.Until, today))
		}
		return due(items)
	}
}
