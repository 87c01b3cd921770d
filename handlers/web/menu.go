package web

import (
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// byPlace orders the pages that the menu names.
func byPlace(a, b *Route) int {
	if a.area != b.area {
		return int(a.area) - int(b.area)
	}
	switch {
	case a.atEnd == b.atEnd:
		return 0
	case a.atEnd:
		return 1
	}
	return -1
}

// navigate fills the menu with the pages that the caller may go to.
func (c *Call) navigate(s *pages.Shell, access *store.Access) {
	last := domain.NoArea
	for _, r := range c.server.menu {
		if !c.offers(r, access) {
			continue
		}
		href := strings.TrimSuffix(r.path, "{$}")
		item := pages.NavItem{Label: r.label, Href: href, Current: c.current(href)}
		switch r.area {
		case domain.AreaFinder:
			s.Find = item
		case domain.AreaBell:
			item.Count = access.Unread
			s.Bell = item
		case domain.AreaYours:
			s.Yours = append(s.Yours, item)
		case last:
			group := &s.Rail[len(s.Rail)-1]
			group.Items = append(group.Items, item)
		default:
			s.Rail, last = append(s.Rail, pages.NavGroup{Title: r.area.Title(), Items: []pages.NavItem{item}}), r.area
		}
	}
}

// offers reports whether the route would let the caller in.
func (c *Call) offers(r *Route, access *store.Access) bool {
	role := access.User.Role
	return (!access.MFAMissing || r.unenrolled) && r.roles().Has(role) &&
		access.Window.Admit(c.server.cfg.Now().UnixMilli(), role, r.module, r.lapsed) == nil
}

// current is aria-current of a link in the menu: the page itself or, of a page
// that the menu does not name, what stands above it.
func (c *Call) current(href string) string {
	switch path := c.r.URL.Path; {
	case path == href:
		return "page"
	case href != "/" && (c.route == nil || c.route.label == "") && strings.HasPrefix(path, href+"/"):
		return "true"
	}
	return ""
}
