package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
)

// homePage answers GET / of a tenant.
func homePage(c *web.Call) error {
	access, latest, err := c.Tenant().Home(c.Context())
	if err != nil {
		return err
	}
	page := HomePage{Shell: c.Shell("Hello, "+access.User.Name, access), Subscription: subscriptionText[access.Status]}
	page.Subscription.Plan, page.Subscription.ValidUntil = domain.Capital(access.Window.Plan), web.FormatDay(access.Window.Until)
	for _, item := range page.Nav {
		if text := cardTexts[item.Href]; text != "" {
			page.Cards = append(page.Cards, Card{Title: item.Label, Href: item.Href, Text: text})
		}
	}
	page.Activity = web.Activity(latest)
	return c.Render(http.StatusOK, Home(page))
}

var subscriptionText = map[domain.Status]Subscription{
	domain.Active:     {Status: "Active", Colour: "green"},
	domain.NotStarted: {Status: "Not started", Colour: "yellow"},
	domain.Lapsed:     {Status: "Ended", Colour: "red"},
	domain.Suspended:  {Status: "Suspended", Colour: "orange"},
}

var cardTexts = map[string]string{
	"/employees": "Find and update staff records.",
	"/users":     "Invite people, change what they can do, or remove their access.",
	"/ledger":    "See who did what and when. The record cannot be altered unnoticed.",
	"/settings":  "Sign-in rules and single sign-on.",
	"/account":   "Your password, your authenticator app, and where you are signed in.",
	"/sessions":  "Where you are signed in, and how to end it.",
}
