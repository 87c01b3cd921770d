package web

import (
	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/store"
)

// Place is where a card stands on the home page.
type Place uint8

// The places, from the top.
const (
	Figures Place = iota // a number among others
	Main
	Side
	places
)

// Card is a part of the home page that a wing contributes for some roles. All
// cards are read in one round trip.
type Card struct {
	Roles  domain.Roles
	Module domain.Module
	Lapsed bool // also outside the subscription's window
	Place  Place
	Make   func(*Call) (store.Reading, Shown)
}

// Shown is what a card shows once it has been read; nil for nothing.
type Shown func(*store.Access) templ.Component

// HomeCards are the cards of whoever asks, by their place, read and ready.
func (c *Call) HomeCards() (shown [places][]templ.Component, err error) {
	var cards []*Card
	var ready []Shown
	err = c.tenant.ReadAll(c.Context(), func(a *store.Access) (readings []store.Reading) {
		cards, ready = nil, nil
		for i := range c.server.cards {
			card := &c.server.cards[i]
			if card.Roles.Has(a.User.Role) {
				reading, show := card.Make(c)
				cards, ready, readings = append(cards, card), append(ready, show), append(readings, reading)
			}
		}
		return readings
	})
	if err != nil {
		return shown, err
	}
	access, now := c.tenant.Access(), c.server.cfg.Now().UnixMilli()
	for i, card := range cards {
		if access.Window.Admit(now, access.User.Role, card.Module, card.Lapsed) != nil {
			continue
		}
		if content := ready[i](access); content != nil {
			shown[card.Place] = append(shown[card.Place], content)
		}
	}
	return shown, nil
}
