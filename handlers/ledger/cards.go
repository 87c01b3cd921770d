package ledger

import (
	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// shownEntries is how many of the latest entries the home page has.
const shownEntries = 5

// Cards are the wing's on the home page.
func Cards() []web.Card {
	return []web.Card{{Roles: domain.Only(domain.Admin, domain.HR), Place: web.Side, Make: recentCard}}
}

func recentCard(c *web.Call) (store.Reading, web.Shown) {
	var lines []store.AuditLine
	return c.Tenant().Recent(&lines, shownEntries), func(*store.Access) templ.Component {
		if len(lines) == 0 {
			return nil
		}
		return pages.Recent("Recent activity", web.Activity(lines))
	}
}
