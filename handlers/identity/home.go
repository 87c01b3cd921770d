package identity

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// homePage answers GET / of a tenant.
func homePage(c *web.Call) error {
	cards, err := c.HomeCards()
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	first, _, _ := strings.Cut(access.User.Name, " ")
	return c.Render(http.StatusOK, Home(HomePage{Shell: c.Shell("Hello, "+first, access), Today: web.FormatDate(c.Today()),
		Figures: cards[web.Figures], Main: cards[web.Main], Side: cards[web.Side]}))
}

// Cards are the wing's on the home page.
func Cards() []web.Card {
	admin := domain.Only(domain.Admin)
	return []web.Card{
		{Roles: admin, Place: web.Main, Make: setUpCard},
		{Roles: admin, Place: web.Side, Lapsed: true, Make: organisationCard},
	}
}

// step is one of setting an organisation up. Whether it is done is read from
// the records, so that nobody ticks it off.
type step struct {
	Label, Href string
	Done        bool
}

// setUpCard is there until all of it is done.
func setUpCard(c *web.Call) (store.Reading, web.Shown) {
	var s store.Standing
	return c.Tenant().Standing(&s), func(a *store.Access) templ.Component {
		steps := []step{{"Set up two-step sign-in for yourself", "/account", s.HasFactor}}
		if a.Window.Licenses(domain.ModuleHR) {
			steps = append(steps, step{"Add your staff", "/employees/new", s.Staff > 0})
		}
		steps = append(steps, step{"Invite your colleagues", "/users/new", s.Seats > 1},
			step{"Choose how people sign in", "/settings", s.ChoseSignIn})
		for _, one := range steps {
			if !one.Done {
				return setUp(steps)
			}
		}
		return nil
	}
}

// organisationCard is what an administrator watches.
func organisationCard(c *web.Call) (store.Reading, web.Shown) {
	var s store.Standing
	return c.Tenant().Standing(&s), func(a *store.Access) templ.Component {
		tag := subscriptionTags[a.Status]
		rows := []pages.Item{
			{Text: "Plan: " + domain.Capital(a.Window.Plan), Below: until(a), Tag: tag.text, Colour: tag.colour},
			{Text: "Seats", Below: domain.Count(s.Seats) + " of " + domain.Count(a.Window.Seats) + " taken", Href: "/users"},
		}
		if s.OneFactor > 0 {
			rows = append(rows, pages.Item{Text: people(s.OneFactor) + " without two-step sign-in", Href: "/users",
				Tag: "Check", Colour: "yellow"})
		}
		if s.FailedMail > 0 {
			rows = append(rows, pages.Item{Text: "Messages that could not be sent: " + domain.Count(s.FailedMail),
				Below: "In the last 30 days", Href: "/ledger?action=message.give-up", Tag: "Check", Colour: "red"})
		}
		if a.Status != domain.Active { // those pages are closed
			for i := range rows {
				rows[i].Href = ""
			}
		}
		return organisation(rows)
	}
}

func until(a *store.Access) string {
	switch a.Status {
	case domain.NotStarted:
		return "Starts on " + web.FormatDay(a.Window.From)
	case domain.Lapsed:
		return "Ended on " + web.FormatDay(a.Window.Until)
	}
	return "Renew by " + web.FormatDay(a.Window.Until)
}

var subscriptionTags = map[domain.Status]struct{ text, colour string }{
	domain.Active: {"Active", "green"}, domain.NotStarted: {"Not started", "yellow"},
	domain.Lapsed: {"Ended", "red"}, domain.Suspended: {"Suspended", "orange"},
}

func people(n int64) string {
	if n == 1 {
		return "1 person"
	}
	return domain.Count(n) + " people"
}
