package handlers

import (
	"testing"

	"ringfence/domain"
	"ringfence/handlers/web"
)

// TestResourcesInMenu: what is declared is found: in a group of the rail that
// has a heading, or from the list of another.
func TestResourcesInMenu(t *testing.T) {
	t.Parallel()
	beside := map[string]bool{}
	for _, r := range domain.Resources {
		for _, b := range r.Leads {
			beside[b.Href] = true
		}
	}
	for _, r := range domain.Resources {
		if r.Area.Title() == "" && !beside[r.Page] {
			t.Errorf("the menu does not name %s: say its Area", r.Many)
		}
		if r.Lapse != nil && r.Due == "" {
			t.Errorf("%s lapse by no day: say their Due", r.Many)
		}
	}
}

// TestCards: each is for somebody, in a place that there is.
func TestCards(t *testing.T) {
	t.Parallel()
	n := 0
	for _, w := range newApp(t).wings() {
		for _, card := range w.Cards {
			n++
			if card.Roles == 0 || card.Make == nil || card.Place > web.Side {
				t.Errorf("a card of %s is half declared: %+v", w.Tag, card)
			}
		}
	}
	if n < 6 {
		t.Errorf("%d cards", n)
	}
}
